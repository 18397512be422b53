# SPDX-License-Identifier: Apache-2.0
"""Draws pictures, trains the sample's model on more of them, and writes both: make_model.py FOLDER.

FOLDER/model/shapes.pt is a small residual network in TorchScript which tells circles, squares and
triangles apart; FOLDER/pictures has one of each that it has never seen. All is seeded. Needs
Debian's python3-torch and python3-pil; some five minutes.
"""

import math
import random
import sys
from pathlib import Path

import torch
from PIL import Image, ImageDraw
from torch import nn

SIZE = 224
SHAPES = ["circle", "square", "triangle"]


class Residual(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU()
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
        )

    def forward(self, x):
        y = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        return self.relu(y + self.downsample(x))


class ShapesNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, 32, 7, 2, 3, bias=False), nn.BatchNorm2d(32), nn.ReLU()
        )
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        self.layer1 = Residual(32, 32, 1)
        self.layer2 = Residual(32, 64, 2)
        self.layer3 = Residual(64, 128, 2)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(128, len(SHAPES))

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(self.maxpool(self.stem(x)))))
        return self.fc(torch.flatten(self.avgpool(x), 1))


def colour(dice, low, high):
    return tuple(dice.randint(low, high) for _ in range(3))


def draw(shape, dice):
    picture = Image.new("RGB", (SIZE, SIZE), colour(dice, 150, 255))
    pen = ImageDraw.Draw(picture)
    radius = dice.randint(30, 70)
    x, y = (dice.randint(radius + 5, SIZE - radius - 5) for _ in range(2))
    fill = colour(dice, 0, 110)
    if shape == "circle":
        pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill)
    else:
        corners = {"square": 4, "triangle": 3}[shape]
        turn = dice.uniform(0, 2 * math.pi)
        angles = [turn + 2 * math.pi * i / corners for i in range(corners)]
        pen.polygon([(x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles], fill)
    return picture


def tensor(picture):
    data = torch.frombuffer(bytearray(picture.tobytes()), dtype=torch.uint8)
    return data.reshape(SIZE, SIZE, 3).permute(2, 0, 1).float() / 255


def train(model, dice, steps=500, batch=18):
    optimiser = torch.optim.Adam(model.parameters(), lr=2e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    model.train()
    for _ in range(steps):
        labels = [i % len(SHAPES) for i in range(batch)]
        images = torch.stack([tensor(draw(SHAPES[label], dice)) for label in labels])
        loss = nn.functional.cross_entropy(model(images), torch.tensor(labels))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        slower.step()


def main(folder):
    torch.manual_seed(0)
    model = ShapesNet()
    train(model, random.Random(0))
    model.eval()
    (folder / "model").mkdir(parents=True, exist_ok=True)
    (folder / "pictures").mkdir(exist_ok=True)
    torch.jit.script(model).save(str(folder / "model" / "shapes.pt"))
    dice = random.Random(1)
    with torch.no_grad():
        for shape in SHAPES:
            picture = draw(shape, dice)
            picture.save(folder / "pictures" / (shape + ".png"))
            told = torch.softmax(model(tensor(picture)[None]), 1)[0]
            print(shape, dict(zip(SHAPES, told.tolist())))
        right = sum(
            SHAPES[int(model(tensor(draw(shape, dice))[None]).argmax())] == shape
            for _ in range(50)
            for shape in SHAPES
        )
    print("right:", right, "of", 50 * len(SHAPES))


main(Path(sys.argv[1]))
