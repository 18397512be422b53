# SPDX-License-Identifier: Apache-2.0
"""Values that are overwritten after a module returned them. What a hook saw stays what it was."""

from typing import List, Tuple

import torch
from torch import Tensor, nn

from cases import case
from weights import seeded


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 3, 3, padding=1)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(3, 3, 3, padding=1)
        self.drop = nn.Dropout(inplace=True)
        self.act = nn.Hardswish(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        y = self.relu(self.conv1(x))
        y = self.drop(self.conv2(y))
        y += x
        return self.act(y)


@case("inplace_residual", notes="as torchvision's blocks do it")
def residual():
    return seeded(nn.Sequential(Residual(), Residual()), torch.randn(1, 3, 6, 6))


class Overwrites(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(3, 3)
        self.b = nn.Linear(3, 3)
        self.identity = nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        y = self.a(x)
        y.add_(1)
        same = self.identity(y)
        z = self.b(same)
        z[0] = 7.0
        z[:, 1].mul_(2)
        same.zero_()
        z.t_()
        z.resize_(2, 2)
        return self.identity(z).clamp_(min=0)


@case("inplace_views_and_shapes", notes="elements, views, the shape and the size are changed")
def views_and_shapes():
    return seeded(Overwrites(), torch.randn(2, 3))


class WritesItsInput(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        x.mul_(2)
        return x.sum(1)


class GivesItsInput(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(3, 3)
        self.writer = WritesItsInput()

    def forward(self, x: Tensor) -> Tensor:
        y = self.a(x)
        first = self.writer(y)
        second = self.writer(y)
        return first + second + self.writer(x) + x.sum(1)


@case("inplace_on_inputs", notes="a child writes into what it is given, in the end into the model's own input")
def on_inputs():
    return seeded(GivesItsInput(), torch.randn(2, 3))


class Buffers(nn.Module):
    """Returns one buffer again and again, filled anew each time."""

    def __init__(self):
        super().__init__()
        self.register_buffer("out", torch.zeros(3))
        self.register_buffer("calls", torch.zeros((), dtype=torch.int64))

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        self.calls += 1
        self.out.copy_(x.sum(0))
        return self.out, self.calls


class UsesBuffers(nn.Module):
    def __init__(self):
        super().__init__()
        self.buffers_ = Buffers()
        self.fc = nn.Linear(3, 3)

    def forward(self, x: Tensor) -> Tensor:
        y, _ = self.buffers_(x)
        z, _ = self.buffers_(self.fc(x))
        w, calls = self.buffers_(self.fc(z * x))
        return y + z + w + calls


@case("inplace_buffers", ("scripted",), notes="a child returns its own buffer each time; its calls are counted in one")
def buffers():
    return seeded(UsesBuffers(), torch.randn(2, 3))


class Collects(nn.Module):
    """A list travels through the children, each of which writes into it."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x: List[Tensor]) -> List[Tensor]:
        x.append(self.fc(x[-1]))
        x[0].add_(1)
        return x


class Travels(nn.Module):
    def __init__(self):
        super().__init__()
        self.steps = nn.ModuleList([Collects(), Collects(), Collects()])

    def forward(self, x: Tensor) -> Tensor:
        seen = [x.clone()]
        for step in self.steps:
            seen = step(seen)
        return torch.stack(seen)


@case("inplace_lists", notes="one list, given on and extended by each child")
def lists():
    return seeded(Travels(), torch.randn(2, 3))
