# SPDX-License-Identifier: Apache-2.0
"""Makes example.pt, which Preparation rewrites before an app's first model is there.

It lies in src/main/resources, beside that class.

It has what most models have: layers in a sequence, a residual connection, a normalisation, a
function of torch.nn.functional and a branch. Any PyTorch from 1.13 on makes it:

    python3 make_example.py FOLDER
"""

import pathlib
import sys

import torch
from torch import nn
from torch.nn import functional


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 2, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(2)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x):
        return self.relu(self.norm(self.conv(x)) + x)


class Example(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(Residual(), Residual(), nn.AdaptiveAvgPool2d(1))
        self.head = nn.Linear(2, 2)

    def forward(self, x):
        x = torch.flatten(self.layers(x), 1)
        if x.size(0) > 1:
            x = functional.relu(x)
        return self.head(x)


torch.manual_seed(0)
torch.jit.script(Example().eval()).save(str(pathlib.Path(sys.argv[1]) / "example.pt"))
