"""Makes a network of full size with the library that defines it, and what it makes of one image.

    python fullSize.py NETWORK FOLDER

The checkpoint in FOLDER is the library's own; `expected.safetensors` beside it has the image, the features that a head
would get, the logits if there is a head, and the gradient of sum(features * cotangent) with respect to the image.
"""

import sys
from pathlib import Path

import timm
import torch
import transformers
from safetensors.torch import save_file
from timm.models import save_for_hf


def disturb(model):
    """Moves what libraries start at zero or one, so that leaving any tensor out shows."""
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for parameter in model.parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            parameter.add_(noise * (0.1 if parameter.ndim == 1 else 0.01))
    return model.eval()


def of_timm(name, folder):
    model = disturb(timm.create_model(name))
    save_for_hf(model, folder, safe_serialization=True)
    return lambda images: (model.forward_head(model.forward_features(images), pre_logits=True), model(images))


def dinov2(folder):
    config = transformers.Dinov2WithRegistersConfig(
        hidden_size=384, num_attention_heads=6, image_size=518, patch_size=14, num_register_tokens=4
    )
    model = disturb(transformers.Dinov2WithRegistersModel(config))
    model.save_pretrained(folder)
    return lambda images: (model(images).last_hidden_state[:, 0], None)


def clip(folder):
    model = disturb(transformers.CLIPVisionModelWithProjection(transformers.CLIPVisionConfig()))
    model.save_pretrained(folder)
    return lambda images: (model(images).image_embeds, None)


NETWORKS = {
    "timm-vit-tiny": lambda folder: of_timm("vit_tiny_patch16_224", folder),
    "timm-vit-base": lambda folder: of_timm("vit_base_patch16_224", folder),
    "hf-dinov2-small-reg4": dinov2,
    "hf-clip-base": clip,
}


def main(network, folder):
    torch.manual_seed(0)
    compute = NETWORKS[network](folder)
    images = torch.randn(1, 3, 224, 224).requires_grad_()
    features, logits = compute(images)
    cotangent = torch.randn(features.shape)
    (features * cotangent).sum().backward()
    found = {"images": images, "cotangent": cotangent, "features": features, "inputGradient": images.grad}
    if logits is not None:
        found["logits"] = logits
    save_file({name: tensor.detach().contiguous() for name, tensor in found.items()}, folder / "expected.safetensors")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
