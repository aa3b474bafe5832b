"""Training steps of a Vision Transformer in PyTorch, timed: what bench/gpu.mjs measures ours beside.

    python torchStep.py --describe
    python torchStep.py --backbone vit-base-patch16-224 --method lora --set rank=8 --set targets=q,v \
        --batch 64 --steps 20 --device cuda --precision bfloat16 --compile --expect-trainable 302602
    python torchStep.py … --weights FOLDER

One JSON document on stdout. With --weights, the tensors and images in that folder are taken, so that losses can be compared
with another program's; otherwise weights and images are noise of a fixed seed, on the device before the clock starts.
"""

import argparse
import json
import math
import platform
import re
import statistics
import struct
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

try:
    import resource
except ImportError:
    resource = None  # Windows

SIZES = {"nano": (128, 6, 4), "tiny": (192, 12, 3), "small": (384, 12, 6), "base": (768, 12, 12), "large": (1024, 24, 16)}
BFLOAT16_CAPABILITY = (8, 0)


class Change(nn.Module):
    """LoRA's change of one linear layer: (alpha / rank) B A u (Hu et al., 2021)."""

    def __init__(self, inputs, outputs, rank, alpha):
        super().__init__()
        self.a = nn.Parameter(torch.empty(rank, inputs).uniform_(-(inputs**-0.5), inputs**-0.5))
        self.b = nn.Parameter(torch.zeros(outputs, rank))
        self.scale = alpha / rank

    def forward(self, values):
        return F.linear(F.linear(values, self.a) * self.scale, self.b)


class Block(nn.Module):
    """Pre-norm block of a Vision Transformer, with one linear layer for queries, keys and values."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(width, eps=1e-6)
        self.qkv = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-6)
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)
        self.changes = nn.ModuleDict()

    def changed(self, name, values, inputs):
        return values + self.changes[name](inputs) if name in self.changes else values

    def forward(self, tokens):
        batch, count, width = tokens.shape
        inputs = self.norm1(tokens)
        parts = [self.changed(name, part, inputs) for name, part in zip("qkv", self.qkv(inputs).chunk(3, dim=-1))]
        q, k, v = (part.view(batch, count, self.heads, -1).transpose(1, 2) for part in parts)
        mixed = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(batch, count, width)
        tokens = tokens + self.changed("output", self.output(mixed), mixed)
        inputs = self.norm2(tokens)
        hidden = F.gelu(self.changed("fc1", self.fc1(inputs), inputs))
        return tokens + self.changed("fc2", self.fc2(hidden), hidden)


class VisionTransformer(nn.Module):
    """ViT (Dosovitskiy et al., 2020) whose CLS token is classified; with prompts of its own for each block, VPT-Deep."""

    def __init__(self, size, patch, image, classes):
        super().__init__()
        width, depth, heads = SIZES[size]
        self.cls = nn.Parameter(torch.zeros(1, 1, width))
        self.positions = nn.Parameter(torch.zeros(1, (image // patch) ** 2 + 1, width))
        self.patch = nn.Conv2d(3, width, patch, patch)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(depth))
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.head = nn.Linear(width, classes)
        self.prompts = nn.ParameterList()

    def forward(self, images):
        patches = self.patch(images).flatten(2).transpose(1, 2)
        batch = patches.shape[0]
        tokens = torch.cat([self.cls.expand(batch, -1, -1), patches], dim=1) + self.positions
        for index, block in enumerate(self.blocks):
            if len(self.prompts) == 0:
                tokens = block(tokens)
                continue
            # What a block makes of its prompts is dropped.
            prompts = self.prompts[index].expand(batch, -1, -1)
            count = prompts.shape[1]
            mixed = block(torch.cat([tokens[:, :1], prompts.to(tokens.dtype), tokens[:, 1:]], dim=1))
            tokens = torch.cat([mixed[:, :1], mixed[:, 1 + count :]], dim=1)
        return self.head(self.norm(tokens[:, 0]))


def build(backbone, method, settings, classes):
    """The network, with only what the method trains (and the head) asking for gradients."""
    match = re.fullmatch(r"vit-(\w+)-patch(\d+)-(\d+)", backbone)
    if not match or match[1] not in SIZES:
        raise SystemExit(f"torchStep.py has no {backbone}: only vit-tiny, -small, -base and -large, as vit-base-patch16-224.")
    model = VisionTransformer(match[1], int(match[2]), int(match[3]), classes)
    width = model.cls.shape[-1]
    if method != "full":
        model.requires_grad_(False)
        model.head.requires_grad_(True)
    if method == "vpt-deep":
        count = int(settings.get("prompts", 10))
        for _ in model.blocks:
            model.prompts.append(nn.Parameter(torch.zeros(1, count, width)))
    elif method == "lora":
        rank, alpha = int(settings.get("rank", 8)), float(settings.get("alpha", 8))
        for block in model.blocks:
            for target in settings.get("targets", "q,v").split(","):
                inputs, outputs = (4 if target == "fc2" else 1) * width, (4 if target == "fc1" else 1) * width
                block.changes[target] = Change(inputs, outputs, rank, alpha)
    elif method not in ("full", "linear"):
        raise SystemExit(f"torchStep.py has no {method}: only vpt-deep, lora, full and linear.")
    return model


def fill_with_noise(model):
    """Weights of a fixed seed, the same on every device."""
    generator = torch.Generator().manual_seed(1)
    for name, parameter in model.named_parameters():
        if not re.search(r"norm\d?\.weight$", name):
            deviation = 0.02 if parameter.ndim > 1 else 0.01
            with torch.no_grad():
                parameter.copy_(torch.randn(parameter.shape, generator=generator) * deviation)


def read_safetensors(path):
    """Tensors of float32 by name."""
    data = Path(path).read_bytes()
    (size,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + size])
    header.pop("__metadata__", None)
    start = 8 + size
    buffer = bytearray(data)

    def tensor(shape, first, last):
        return torch.frombuffer(buffer, dtype=torch.float32, count=(last - first) // 4, offset=start + first).view(shape)

    return {name: tensor(about["shape"], *about["data_offsets"]) for name, about in header.items()}


def fill_from(model, tensors):
    """Weights by our names for them; query, key and value are three tensors there. Each must be used."""
    left = dict(tensors)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            fused = re.fullmatch(r"(blocks\.\d+)\.qkv\.(weight|bias)", name)
            prompts = re.fullmatch(r"prompts\.(\d+)", name)
            change = re.fullmatch(r"blocks\.(\d+)\.changes\.(\w+)\.(a|b)", name)
            if fused:
                value = torch.cat([left.pop(f"{fused[1]}.{part}.{fused[2]}") for part in "qkv"])
            elif prompts:
                value = left.pop(only(left, rf".*\b{prompts[1]}\.prompts"))
            elif change:
                value = left.pop(only(left, rf".*\b{change[1]}\.{change[2]}\.{change[3]}"))
            else:
                value = left.pop(name)
            parameter.copy_(value.reshape(parameter.shape))
    if left:
        raise SystemExit(f"The weights have what PyTorch's network has not: {', '.join(sorted(left)[:5])}.")


def only(tensors, pattern):
    found = [name for name in tensors if re.fullmatch(pattern, name)]
    if len(found) != 1:
        raise SystemExit(f"The weights have {len(found)} tensors of the name {pattern}.")
    return found[0]


def optimizer_of(model, learning_rate, device):
    """AdamW with our defaults: weight decay on matrices alone, not on tokens."""
    trained = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    decays = [p for name, p in trained if p.ndim > 1 and not re.match(r"cls|positions|prompts", name)]
    others = [p for name, p in trained if not any(p is q for q in decays)]
    groups = [{"params": decays, "weight_decay": 1e-4}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW([g for g in groups if g["params"]], lr=learning_rate, fused=device != "mps")


def set_precision(precision, device):
    """@returns the context that a forward pass runs in."""
    torch.set_float32_matmul_precision("high" if precision == "tf32" else "highest")
    torch.backends.cudnn.allow_tf32 = precision == "tf32"
    if precision in ("bfloat16", "float16"):
        return lambda: torch.autocast(device, dtype=getattr(torch, precision))
    return nullcontext


def synchronizer(device):
    return {"cuda": torch.cuda.synchronize, "mps": torch.mps.synchronize}.get(device, lambda: None)


def peak_bytes(device):
    """Largest memory of tensors on a card, as PyTorch's allocator counts it; elsewhere of the process."""
    if device == "cuda":
        return torch.cuda.max_memory_allocated()
    if device == "mps":
        return torch.mps.driver_allocated_memory()
    if resource is None:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if platform.system() == "Darwin" else 1024)


def measure(options):
    device, settings = options.device, dict(pair.split("=", 1) for pair in options.set)
    model = build(options.backbone, options.method, settings, options.classes)
    trainable = sum(p.numel() for p in model.parameters() if p.requires_grad)
    if options.expect_trainable is not None and trainable != options.expect_trainable:
        raise SystemExit(f"PyTorch's network trains {trainable} parameters where ours trains {options.expect_trainable}.")
    size = int(options.backbone.rsplit("-", 1)[1])
    if options.weights:
        fill_from(model, read_safetensors(Path(options.weights) / "weights.safetensors"))
        images = read_safetensors(Path(options.weights) / "images.safetensors")["images"].view(-1, 3, size, size)
    else:
        fill_with_noise(model)
        images = torch.randn(options.batch, 3, size, size, generator=torch.Generator().manual_seed(2))
    images = images.to(device)
    targets = (torch.arange(len(images)) % options.classes).to(device)
    model = model.to(device).train()
    context = set_precision(options.precision, device)
    optimizer = optimizer_of(model, options.learning_rate, device)
    scaler = torch.amp.GradScaler(device, enabled=options.precision == "float16")
    forward = torch.compile(model) if options.compile else model
    synchronize = synchronizer(device)
    losses, milliseconds = [], []
    if device == "cuda":
        torch.cuda.reset_peak_memory_stats()
    for _ in range(options.warm_up + options.steps):
        synchronize()
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        with context():
            loss = F.cross_entropy(forward(images).float(), targets)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        losses.append(loss.detach())
        synchronize()
        milliseconds.append(1000 * (time.perf_counter() - start))
    losses = [float(loss) for loss in losses]
    if not all(map(math.isfinite, losses)):
        raise SystemExit(f"PyTorch's loss is not finite: {losses}.")
    timed = milliseconds[options.warm_up :]
    return {
        "millisecondsPerStep": statistics.median(timed),
        "imagesPerSecond": 1000 * len(images) / statistics.median(timed),
        "milliseconds": timed,
        "firstStepMilliseconds": milliseconds[0],
        "peakMemoryBytes": peak_bytes(device),
        "trainable": trainable,
        "losses": losses,
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
    }


def describe():
    """What PyTorch finds here, and in which precisions it can be asked to compute there."""
    mps = torch.backends.mps.is_available()
    found = {"python": platform.python_version(), "torch": torch.__version__, "cuda": torch.version.cuda, "cudnn": None}
    found["problem"] = None
    devices = {"cpu": {"name": platform.processor() or platform.machine(), "precisions": ["float32", "bfloat16"]}}
    if mps:
        devices["mps"] = {"name": "Apple", "precisions": ["float32", "bfloat16"]}
    if torch.cuda.is_available():
        found["cudnn"] = torch.backends.cudnn.version()
        capability = torch.cuda.get_device_capability()
        # Cards before Ampere have neither TF32 nor bfloat16 in their tensor cores; AMD's have bfloat16.
        is_ampere = capability >= BFLOAT16_CAPABILITY
        precisions = ["float32", "tf32", "bfloat16"] if is_ampere else ["float32", "float16"]
        if torch.version.hip:
            precisions = ["float32", "bfloat16"]
        devices["cuda"] = {
            "name": torch.cuda.get_device_name(),
            "capability": ".".join(map(str, capability)),
            "memoryBytes": torch.cuda.get_device_properties(0).total_memory,
            "precisions": precisions,
        }
    elif torch.version.cuda:
        try:
            torch.cuda.init()
        except Exception as error:
            found["problem"] = str(error).splitlines()[0]
    return {**found, "hip": torch.version.hip, "devices": devices}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--describe", action="store_true")
    parser.add_argument("--backbone", default="vit-base-patch16-224")
    parser.add_argument("--method", default="vpt-deep")
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--classes", type=int, default=10)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--warm-up", type=int, default=5)
    parser.add_argument("--learning-rate", type=float, default=1e-4)
    parser.add_argument("--device", default="cuda", choices=["cuda", "mps", "cpu"])
    parser.add_argument("--precision", default="float32", choices=["float32", "tf32", "bfloat16", "float16"])
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--expect-trainable", type=int)
    parser.add_argument("--weights")
    parser.add_argument("--threads", type=int)
    options = parser.parse_args()
    if options.threads is not None:
        torch.set_num_threads(options.threads)
    json.dump(describe() if options.describe else measure(options), sys.stdout)
    print()


if __name__ == "__main__":
    main()
