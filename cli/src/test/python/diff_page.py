# SPDX-License-Identifier: Apache-2.0
"""What docs/diff.md starts from: a ResNet-18 with seeded weights, a photo, and the same model with one layer of half precision.

    python3 diff_page.py FOLDER SNIPPET...

Runs the page's snippets in FOLDER, one after the other, with the model and the image that they want.
"""
import os
import sys
import warnings

import numpy
import torch
from PIL import Image
from torch import nn
from torchvision.models import resnet18

warnings.filterwarnings("ignore")
os.chdir(sys.argv[1])
torch.manual_seed(1)
model = resnet18().eval()
for module in model.modules():
    if isinstance(module, nn.BatchNorm2d):
        module.running_mean.normal_(0, 0.1)
        module.running_var.uniform_(0.5, 1.5)

rows, columns = torch.meshgrid(torch.arange(224), torch.arange(224), indexing="ij")
photo = torch.stack([rows, columns, (rows * columns) // 224], dim=2).to(torch.uint8)
Image.fromarray(photo.numpy()).save("photo.png")
mean = torch.tensor([0.485, 0.456, 0.406]).reshape(3, 1, 1)
std = torch.tensor([0.229, 0.224, 0.225]).reshape(3, 1, 1)
image = ((photo.permute(2, 0, 1).float() / 255 - mean) / std).unsqueeze(0)
numpy.save("image.npy", image.numpy())

torch.jit.trace(model, image).save("resnet18.pt")
weight = model.layer3[0].conv2.weight
exact = weight.data
weight.data = exact.half().float()
torch.jit.trace(model, image).save("smaller.pt")
weight.data = exact

names = {"model": model, "image": image}
for snippet in sys.argv[2:]:
    with open(snippet) as file:
        exec(file.read(), names)
