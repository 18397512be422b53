# SPDX-License-Identifier: Apache-2.0
"""Writes bars.pt, a small TorchScript file, and golden/bars.npz, what PyTorch's hooks see in it."""
import pathlib

import numpy
import torch
from torch import nn

resources = pathlib.Path(__file__).parent.parent / "resources"
torch.manual_seed(7)
model = nn.Sequential(
    nn.Conv2d(1, 4, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 2)
).eval()
image = (torch.arange(64.0) / 64).reshape(1, 1, 8, 8)
arrays = {}
for name, module in model.named_children():
    module.register_forward_hook(
        lambda module, inputs, output, name=name: arrays.update({name: output.detach().numpy()})
    )
model(image)
(resources / "golden").mkdir(exist_ok=True)
numpy.savez(resources / "golden" / "bars.npz", **arrays)
for module in model.children():
    module._forward_hooks.clear()
torch.jit.script(model).save(str(resources / "bars.pt"))
