# SPDX-License-Identifier: Apache-2.0
"""Traced modules in compiled ones, compiled ones in traced ones, frozen ones, and what tracing loses."""

import io

import torch
from torch import Tensor, nn

from cases import SCRIPTED, TRACED, case
from weights import seeded


class Picks(nn.Module):
    """Must be compiled: it goes by the values."""

    def __init__(self):
        super().__init__()
        self.up = nn.Linear(3, 3)
        self.down = nn.Linear(3, 3)

    def forward(self, x: Tensor) -> Tensor:
        for i in range(x.size(0)):
            if bool(x[i].sum() > 0):
                x = self.up(x)
            else:
                x = self.down(x)
        return x


class Runs(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(3)
        self.picks = Picks()
        self.end = nn.Sequential(nn.Linear(3, 3), nn.Tanh())

    def forward(self, x: Tensor) -> Tensor:
        return self.end(self.picks(self.norm(x)))


def with_traced_end(model):
    model.end = torch.jit.trace(model.end, torch.randn(2, 3))
    return torch.jit.script(model)


@case("mixed_traced_in_scripted", SCRIPTED, to_script=with_traced_end)
def traced_in_scripted():
    return seeded(Runs(), torch.randn(3, 3))


def with_compiled_picks(model):
    model.picks = torch.jit.script(model.picks)
    return model


@case("mixed_scripted_in_traced", TRACED, before_tracing=with_compiled_picks, notes="a compiled child keeps its loop")
def scripted_in_traced():
    return seeded(Runs(), torch.randn(3, 3))


class Vanishing(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.pass_through = PassThrough()
        self.shape = Shape()

    def forward(self, x):
        y = self.pass_through(self.fc(x))
        rows, columns = self.shape(y)
        return self.fc(y.view(columns, rows).t()) * rows


class PassThrough(nn.Module):
    def forward(self, x):
        return x


class Shape(nn.Module):
    def forward(self, x):
        return x.shape[0], x.shape[1]


@case("mixed_vanishing", TRACED, notes="a child that passes its input through, and one that returns numbers")
def vanishing():
    return seeded(Vanishing(), torch.randn(2, 3))


class Leaks(nn.Module):
    """Leaves a value where the parent finds it, beside what it returns."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.hidden = None

    def forward(self, x):
        self.hidden = self.fc(x)
        return self.hidden.tanh()


class ReadsBoth(nn.Module):
    def __init__(self):
        super().__init__()
        self.leaks = Leaks()

    def forward(self, x):
        return self.leaks(x) + self.leaks.hidden


@case("mixed_leaking", TRACED, notes="the traced method returns two tensors where Python's returns one")
def leaking():
    return seeded(ReadsBoth(), torch.randn(2, 3))


class ReadsHidden(nn.Module):
    def __init__(self):
        super().__init__()
        self.leaks = Leaks()

    def forward(self, x):
        self.leaks(x)
        return self.leaks.hidden


@case(
    "mixed_leaking_only",
    TRACED,
    another_value_when_traced=("leaks#0",),
    notes="the traced method returns one tensor, which is not the one that Python's returns",
)
def leaking_only():
    return seeded(ReadsHidden(), torch.randn(2, 3))


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.norm = nn.BatchNorm2d(4)
        self.body = nn.Sequential(nn.ReLU(), nn.Conv2d(4, 4, 3))

    def forward(self, x: Tensor) -> Tensor:
        return self.body(self.norm(self.conv(x)))


def frozen(model):
    return torch.jit.freeze(torch.jit.script(model))


@case("mixed_frozen", SCRIPTED, to_script=frozen, frozen=("",), notes="one flat method, convolution and norm folded")
def frozen_model():
    return seeded(Small(), torch.randn(1, 3, 8, 8))


class HasFrozen(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = Small()
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(64, 3))

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.features(x))


def with_frozen_features(model):
    # 1.13 takes a frozen child only after it was saved and loaded.
    buffer = io.BytesIO()
    torch.jit.save(frozen(model.features), buffer)
    buffer.seek(0)
    model.features = torch.jit.load(buffer)
    return torch.jit.script(model)


@case("mixed_frozen_child", SCRIPTED, to_script=with_frozen_features, frozen=("features",))
def frozen_child():
    return seeded(HasFrozen(), torch.randn(1, 3, 8, 8))
