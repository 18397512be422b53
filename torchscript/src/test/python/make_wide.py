# SPDX-License-Identifier: Apache-2.0
"""Exports a model with many modules that each return 64 MB, of which only two are alive at a time.

    python3 make_wide.py ../resources/types

wide.pt takes one element of float32, and returns as many.
"""
import os
import sys

import torch
from torch import Tensor, nn


class Halve(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x * 0.5


class Wide(nn.Module):
    def __init__(self):
        super().__init__()
        self.steps = nn.ModuleList([Halve() for _ in range(24)])

    def forward(self, x: Tensor) -> Tensor:
        y = torch.arange(16, dtype=torch.float32).repeat(1 << 20).reshape(1024, 16384) + x
        for step in self.steps:
            y = step(y)
        return y.sum(1)[:1]


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    torch.jit.script(Wide().eval()).save(os.path.join(sys.argv[1], "wide.pt"))
