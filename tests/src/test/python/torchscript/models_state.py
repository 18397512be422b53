# SPDX-License-Identifier: Apache-2.0
"""What else a module may hold: attributes of every kind, tied and strided weights, its own `__getstate__`."""

from typing import Dict, List, Optional, Tuple

import torch
from torch import Tensor, nn

from cases import BOTH, SCRIPTED, case
from weights import randomised, seeded


@torch.jit.script
class Settings:
    """A class that is no module."""

    def __init__(self, factor: float, names: List[str]):
        self.factor = factor
        self.names = names

    def apply(self, x: Tensor) -> Tensor:
        return x * self.factor + len(self.names)


class Attributes(nn.Module):
    numbers: List[int]
    nothing: Optional[Tensor]
    table: Dict[str, Tensor]
    pairs: List[Tuple[int, float]]
    empty: List[Tensor]
    by_number: Dict[int, List[str]]
    limit: torch.jit.Final[int]
    maybe: Optional[int]

    def __init__(self):
        super().__init__()
        self.numbers = [1, 2, 3, 2**40, -(2**33)]
        self.nothing = None
        self.table = {"a": torch.ones(3), "b": torch.arange(3.0)}
        self.pairs = [(1, 0.5), (2, float("inf"))]
        self.empty = []
        self.by_number = {7: ["seven"], 1: []}
        self.limit = 5
        self.text = 'self.fc = "(" # text'
        self.flag = True
        self.factor = 0.1
        self.device = torch.device("cpu")
        self.dtype = torch.float64
        self.maybe = None
        self.fc = nn.Linear(3, 3)
        self.register_buffer("kept", torch.full((3,), 2.0))
        self.register_buffer("temporary", torch.full((3,), 3.0), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        y = self.fc(x) * self.factor + self.table["b"] + self.kept + self.temporary
        if self.flag and self.nothing is None and self.maybe is None and len(self.empty) == 0:
            y = y + self.pairs[0][1] + self.numbers[1] + self.limit
        return self.fc(y.to(self.dtype).float()) + len(self.text) + len(self.by_number[7])


class HasAttributes(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = Attributes()
        self.two = Attributes()

    def forward(self, x: Tensor) -> Tensor:
        return self.two(self.one(x))


@case("state_attributes", SCRIPTED, notes="the same class twice, with equal attributes")
def attributes():
    return seeded(HasAttributes(), torch.randn(2, 3))


class UsesSettings(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x: Tensor) -> Tensor:
        settings = Settings(2.0, ["a", "b"])
        return self.fc(settings.apply(self.fc(x)))


@case("state_class_instance", SCRIPTED, notes="an object that is no module, whose method is called like a module's")
def class_instance():
    return seeded(UsesSettings(), torch.randn(2, 3))


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.encode = nn.Linear(4, 3, bias=False)
        self.again = nn.Linear(4, 3, bias=False)
        self.again.weight = self.encode.weight
        base = torch.zeros(6, 8)
        self.strided = nn.Parameter(base[::2, 1:5].t())
        self.register_buffer("view", base[1])
        self.register_buffer("nothing", torch.empty(0, 3))
        self.register_parameter("absent", None)
        self.frozen = nn.Linear(3, 3).requires_grad_(False)

    def forward(self, x: Tensor) -> Tensor:
        y = self.encode(x) + self.again(x * 2)
        return self.frozen(y + x @ self.strided) + self.view[:3]


@case("state_tied_weights", BOTH, notes="one storage under many names: tied, strided, a view, empty, absent, frozen")
def tied_weights():
    model, inputs = seeded(Tied(), torch.randn(2, 4))
    model.view.copy_(torch.arange(8.0))
    return model, inputs


class Packs(nn.Module):
    """Saves and loads itself, as quantised modules do."""

    weight: Tensor
    bias: Optional[Tensor]

    def __init__(self):
        super().__init__()
        self.weight = torch.randn(3, 3)
        self.bias = torch.randn(3)

    def forward(self, x: Tensor) -> Tensor:
        return torch.nn.functional.linear(x, self.weight, self.bias)

    @torch.jit.export
    def __getstate__(self) -> Tuple[Tensor, Optional[Tensor], bool]:
        return self.weight, self.bias, self.training

    @torch.jit.export
    def __setstate__(self, state: Tuple[Tensor, Optional[Tensor], bool]):
        self.weight = state[0]
        self.bias = state[1]
        self.training = state[2]


class UsesPacks(nn.Module):
    def __init__(self):
        super().__init__()
        self.packed = Packs()
        self.layers = nn.Sequential(Packs(), nn.ReLU(), Packs())

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(self.packed(x)) + self.packed(x)


@case("state_of_its_own", BOTH, notes="__getstate__ and __setstate__ are compiled")
def of_its_own():
    return randomised(UsesPacks()), (torch.randn(2, 3),)
