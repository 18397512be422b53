# SPDX-License-Identifier: Apache-2.0
"""Exports what one would write without Layertap: hand_edited_resnet18.py FILE.

A ResNet-18 on the layers that export_model.py seeds, which also returns maxpool, avgpool and
layer3.0.downsample.1.
"""

import sys

import torch
import torchvision


class HandEdited(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x):
        model = self.model
        maxpool = model.maxpool(model.relu(model.bn1(model.conv1(x))))
        x = model.layer2(model.layer1(maxpool))
        first = model.layer3[0]
        inner = first.bn2(first.conv2(first.relu(first.bn1(first.conv1(x)))))
        comp = first.downsample[1](first.downsample[0](x))
        inner += comp
        x = model.layer4(model.layer3[1](first.relu(inner)))
        avgpool = model.avgpool(x)
        return model.fc(torch.flatten(avgpool, 1)), maxpool, avgpool, comp


torch.manual_seed(0)
resnet = torchvision.models.resnet18(weights=None).eval()
torch.jit.script(HandEdited(resnet).eval()).save(sys.argv[1])
