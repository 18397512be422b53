# SPDX-License-Identifier: Apache-2.0
"""Tensors of every type that DJL knows, and of some that it does not."""

from typing import Tuple

import torch
from torch import Tensor, nn

from cases import BOTH, SCRIPTED, case
from weights import seeded


class Counts(nn.Module):
    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        large = x > 0
        return large, large.sum(), (x * 10).to(torch.int32), (x * 10).to(torch.int8), (x.abs() * 50).to(torch.uint8)


class UsesCounts(nn.Module):
    def __init__(self):
        super().__init__()
        self.counts = Counts()
        self.identity = nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        large, total, ints, bytes_, unsigned = self.counts(x)
        return self.identity(large & (ints > 2)) * (total + bytes_ + unsigned)


@case("types_integers", notes="bool, int64, int32, int8, uint8")
def integers():
    return seeded(UsesCounts(), torch.randn(2, 3))


class AddsUp(nn.Module):
    def forward(self, a: Tensor, b: Tensor) -> Tensor:
        return a + b


class TypedInputs(nn.Module):
    def __init__(self):
        super().__init__()
        self.int32 = AddsUp()
        self.int64 = AddsUp()
        self.bytes_ = AddsUp()
        self.signed = AddsUp()
        self.mask = nn.Identity()

    def forward(self, a: Tensor, b: Tensor, c: Tensor, d: Tensor, e: Tensor) -> Tensor:
        total = self.int64(self.int32(a, a), b) + self.bytes_(c, c) + self.signed(d, d)
        return total * self.mask(e)


@case("types_integer_inputs", notes="int32, int64, uint8, int8 and bool go in")
def integer_inputs():
    return TypedInputs(), (
        torch.tensor([1, -2, 3], dtype=torch.int32),
        torch.tensor([2**40, 5, -6]),
        torch.tensor([1, 2, 100], dtype=torch.uint8),
        torch.tensor([-1, 2, 50], dtype=torch.int8),
        torch.tensor([True, False, True]),
    )


@case("types_double")
def double():
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Tanh(), nn.Linear(4, 2)).double()
    return seeded(model, torch.randn(3, 3, dtype=torch.float64))


class Mixed(nn.Module):
    """Doubles within a model of floats."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.exact = nn.Linear(3, 3).double()
        self.back = nn.Linear(3, 3)

    def forward(self, x: Tensor) -> Tensor:
        return self.back(self.exact(self.fc(x).double()).float())


@case("types_mixed")
def mixed():
    return seeded(Mixed(), torch.randn(2, 3))


class Scale(nn.Module):
    """What a processor can do with half floats in every version: single additions and products."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(3))

    def forward(self, x: Tensor) -> Tensor:
        return x * self.weight + 1


@case("types_half", tolerance=1e-3, notes="half floats in and out")
def half():
    return seeded(nn.Sequential(Scale(), nn.Identity(), Scale()).half(), torch.randn(2, 3).half())


class Narrow(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = Scale()
        self.brain = nn.Linear(3, 3)

    def forward(self, x: Tensor) -> Tensor:
        return self.scale(self.brain(x).float())


@case("types_bfloat16", tolerance=1e-3, notes="DJL has no bfloat16: float32 is recorded")
def bfloat16():
    model, _ = seeded(Narrow(), torch.randn(2, 3))
    model.brain = nn.Sequential(ToBfloat16(), Scale().bfloat16())
    return seeded(model, torch.randn(2, 3))


class ToBfloat16(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.to(torch.bfloat16)


class ToInt16(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return (x * 100).to(torch.int16)


class UsesInt16(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.short = ToInt16()

    def forward(self, x: Tensor) -> Tensor:
        return self.short(self.fc(x)).float()


@case("types_int16", BOTH, notes="DJL has no int16: int32 is recorded")
def int16():
    return seeded(UsesInt16(), torch.randn(2, 3))


class Spectrum(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.complex(x, x * 2).conj()


class UsesSpectrum(nn.Module):
    def __init__(self):
        super().__init__()
        self.spectrum = Spectrum()
        self.fc = nn.Linear(3, 3)

    def forward(self, x: Tensor) -> Tensor:
        return torch.view_as_real((self.spectrum(self.fc(x)) * 2).resolve_conj())


@case("types_complex", SCRIPTED, notes="complex64, lazily conjugated; DJL reads no .npy of it")
def complex_():
    return seeded(UsesSpectrum(), torch.randn(2, 3))


class Sparse(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x).to_sparse()


class UsesSparse(nn.Module):
    def __init__(self):
        super().__init__()
        self.sparse = Sparse()

    def forward(self, x: Tensor) -> Tensor:
        return self.sparse(x).to_dense() + 1


@case("types_sparse", SCRIPTED, notes="a sparse tensor has no array")
def sparse():
    return seeded(UsesSparse(), torch.randn(3, 4))


class Extremes(nn.Module):
    def __init__(self):
        super().__init__()
        self.log = Logarithm()
        self.identity = nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        return torch.nan_to_num(self.identity(self.log(x)))


class Logarithm(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.log(x)


@case("types_not_finite", not_finite=True, notes="NaN and both infinities")
def not_finite():
    return Extremes(), (torch.tensor([-1.0, 0.0, 1.0, float("inf"), float("nan"), -float("inf")]),)


class Channels(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.norm = nn.InstanceNorm2d(4, affine=True)
        self.up = nn.ConvTranspose2d(4, 2, 2, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        return self.up(self.norm(self.conv(x.contiguous(memory_format=torch.channels_last))))


@case("types_channels_last", notes="activations whose elements lie channel by channel")
def channels_last():
    return seeded(Channels(), torch.randn(2, 3, 6, 6))
