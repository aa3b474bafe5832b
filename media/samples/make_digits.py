"""Makes digits.png and digits.json from the digits that scikit-learn carries. Run: python make_digits.py"""

import json
from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.datasets import load_digits

TILE = 8
COLUMNS = 43

digits = load_digits()
count = len(digits.target)
rows = -(-count // COLUMNS)
tiles = np.zeros((rows * COLUMNS, TILE, TILE), np.uint8)
tiles[:count] = np.round(digits.images * 255 / 16)
mosaic = tiles.reshape(rows, COLUMNS, TILE, TILE).swapaxes(1, 2).reshape(rows * TILE, COLUMNS * TILE)

folder = Path(__file__).parent
Image.fromarray(mosaic).save(folder / "digits.png", optimize=True)
manifest = {
    "title": "UCI Optical Recognition of Handwritten Digits",
    "credit": "E. Alpaydin and C. Kaynak (1998), UCI Machine Learning Repository",
    "source": "https://doi.org/10.24432/C50P49",
    "license": "CC BY 4.0",
    "licenseUrl": "https://creativecommons.org/licenses/by/4.0/",
    "changes": "The 1,797 images of the test set, as scikit-learn distributes them; grey values 0 to 16 scaled to 0 to 255.",
    "tile": TILE,
    "columns": COLUMNS,
    "classes": [str(name) for name in digits.target_names],
    "labels": digits.target.tolist(),
}
text = json.dumps(manifest, indent=2)
labels = json.dumps(manifest["labels"], indent=2).replace("\n", "\n  ")
(folder / "digits.json").write_text(text.replace(labels, json.dumps(manifest["labels"], separators=(",", ":"))) + "\n")
