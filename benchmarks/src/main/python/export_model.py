# SPDX-License-Identifier: Apache-2.0
"""Exports a model of torchvision with seeded weights: export_model.py NAME FILE."""

import sys

import torch
import torchvision

name, file = sys.argv[1:]
torch.manual_seed(0)
model = getattr(torchvision.models, name)(weights=None).eval()
torch.jit.script(model).save(file)
