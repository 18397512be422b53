# SPDX-License-Identifier: Apache-2.0
"""Holds what the command wrote against PyTorch's own forward hooks.

    python3 hooks_parity.py export FOLDER     NAME.pt, NAME-input-I.npy and NAME-hooks.npz of each model
    python3 hooks_parity.py compare FOLDER    reads NAME.npz with numpy, and prints the largest differences

Keys are the command's: PATH#CALL, PATH#CALL/K, PATH#CALL<I; the model's own path is empty.
"""
import os
import sys
import warnings
from typing import Dict, Tuple

import numpy as np
import torch
from torch import Tensor, nn
from torchvision.models import resnet18

warnings.filterwarnings("ignore")
TOLERANCE = 1e-4


class Pieces(nn.Module):
    """A child that returns a tuple with a dict in it."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 3)
        self.norm = nn.LayerNorm(3)

    def forward(self, x: Tensor) -> Tuple[Tensor, Dict[str, Tensor]]:
        y, (h, c) = self.lstm(x)
        if y.sum() > 1000:
            y = -y
        return self.norm(y), {"hidden": h, "cell/state": c}


class Scripted(nn.Module):
    def __init__(self):
        super().__init__()
        self.pieces = Pieces()
        self.twice = nn.Linear(3, 3)

    def forward(self, x: Tensor, scale: Tensor, shift: int = 1) -> Dict[str, Tensor]:
        y, state = self.pieces(x)
        y = self.twice(self.twice(y)) * scale + shift
        state["out"] = y
        return state


class Traced(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 3)
        self.head = nn.Linear(3, 2)

    def forward(self, x):
        y, (h, c) = self.lstm(x)
        return self.head(y), {"h": h, "c": c}


def cases():
    torch.manual_seed(1)
    yield "scripted", Scripted(), [torch.randn(5, 2, 4), torch.tensor(2.0)], True
    yield "traced", Traced(), [torch.randn(5, 2, 4)], False
    yield "resnet18", resnet18(), [torch.randn(1, 3, 224, 224)], False


def flatten(key, value, arrays):
    if isinstance(value, Tensor):
        arrays[key] = value.detach().numpy().copy()
    elif isinstance(value, dict):
        for name, item in value.items():
            flatten(f"{key}/{name}", item, arrays)
    elif isinstance(value, (tuple, list)):
        for index, item in enumerate(value):
            flatten(f"{key}/{index}", item, arrays)


def record(model, inputs):
    arrays, calls = {}, {}

    def before(path):
        def hook(_, given):
            for index, item in enumerate(given):
                flatten(f"{path}#{calls.get(path, 0)}<{index}", item, arrays)

        return hook

    def after(path):
        def hook(_, given, result):
            flatten(f"{path}#{calls.get(path, 0)}", result, arrays)
            calls[path] = calls.get(path, 0) + 1

        return hook

    for path, module in model.named_modules():
        module.register_forward_pre_hook(before(path))
        module.register_forward_hook(after(path))
    with torch.no_grad():
        model(*inputs)
    return arrays


def export(folder):
    for name, model, inputs, script in cases():
        model.eval()
        exported = (
            torch.jit.script(model) if script else torch.jit.trace(model, tuple(inputs), strict=False)
        )
        exported.save(os.path.join(folder, name + ".pt"))
        for index, value in enumerate(inputs):
            np.save(os.path.join(folder, f"{name}-input-{index}.npy"), value.numpy())
        np.savez(os.path.join(folder, name + "-hooks.npz"), **record(model, inputs))


def compare(folder):
    for name, _, _, _ in cases():
        expected = np.load(os.path.join(folder, name + "-hooks.npz"))
        actual = np.load(os.path.join(folder, name + ".npz"))
        unknown = sorted(set(actual.files) - set(expected.files))
        missing = sorted(set(expected.files) - set(actual.files))
        assert not unknown and not missing, (name, unknown, missing)
        largest = 0.0
        for key in actual.files:
            a, e = actual[key], expected[key]
            assert a.shape == e.shape and a.dtype == e.dtype, (name, key, a.shape, e.shape)
            difference = np.abs(a - e).max() / max(1e-6, np.abs(e).max())
            assert difference <= TOLERANCE, (name, key, difference)
            largest = max(largest, difference)
        print(f"{name}: {len(actual.files)} arrays, largest difference {largest:.1e} of the largest value")


if __name__ == "__main__":
    {"export": export, "compare": compare}[sys.argv[1]](sys.argv[2])
