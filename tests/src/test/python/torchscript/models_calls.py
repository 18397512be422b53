# SPDX-License-Identifier: Apache-2.0
"""How a call on a module may be written, and what its receiver may be.

A module that is chosen at run time has no `__call__` in TorchScript, only `forward`; and PyTorch runs hooks for
`__call__` only. So these models write the same call twice, and `is_scripting` picks one.
"""

from typing import List, Optional, Tuple

import torch
from torch import Tensor, nn

from cases import SCRIPTED, case
from weights import seeded


class Shift(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x: Tensor, by: float = 1.0) -> Tensor:
        return self.fc(x) + by


class Twist(nn.Module):
    def __init__(self):
        super().__init__()
        self.act = nn.Tanh()

    def forward(self, x: Tensor, by: float = 1.0) -> Tensor:
        return self.act(x) * (by + 1)


@torch.jit.interface
class Step(nn.Module):
    def forward(self, x: Tensor, by: float) -> Tensor:
        pass


def in_turn(step: Step, x: Tensor) -> Tensor:
    """A free function that calls a module it was given."""
    if torch.jit.is_scripting():
        return step.forward(step.forward(x, 1.0), 2.0)
    else:
        return step(step(x, 1.0), 2.0)


class Three(nn.Module):
    """What the cases below are made of: two children of one type and one of another."""

    def __init__(self):
        super().__init__()
        self.a = Shift()
        self.b = Twist()
        self.c = Shift()


def three(model):
    return seeded(model, torch.randn(2, 3), torch.tensor(1))


class Chosen(Three):
    def forward(self, x: Tensor, number: Tensor) -> Tensor:
        for i in range(4):
            chosen = self.a if (int(number) + i) % 2 == 0 else self.c
            if torch.jit.is_scripting():
                x = chosen.forward(x)
            else:
                x = chosen(x)
        return x


@case("calls_chosen_module", SCRIPTED, notes="one local, two modules of one type")
def chosen():
    return three(Chosen())


class ChosenByInterface(Three):
    def as_step(self, step: Step) -> Step:
        return step

    def forward(self, x: Tensor, number: Tensor) -> Tensor:
        for i in range(3):
            step = self.as_step(self.a)
            if (int(number) + i) % 2 == 0:
                step = self.as_step(self.b)
            if torch.jit.is_scripting():
                x = step.forward(x, 0.5)
            else:
                x = step(x, 0.5)
        return x


@case("calls_chosen_by_interface", SCRIPTED, notes="one local, two modules of different types, handed on by a method")
def chosen_by_interface():
    return three(ChosenByInterface())


class FromLists(Three):
    def forward(self, x: Tensor, number: Tensor) -> Tensor:
        if torch.jit.is_scripting():
            for step in [self.a, self.c]:
                x = step.forward(x)
            x = [self.a, self.c][int(number)].forward(x)
            steps: List[Step] = [self.b, self.a, self.b]
            for step in steps:
                x = step.forward(x, 0.5)
            x = steps.pop().forward(x, 0.25)
            x = {"a": self.a, "c": self.c}["c"].forward(x)
        else:
            for step in [self.a, self.c, [self.a, self.c][int(number)]]:
                x = step(x)
            for step in [self.b, self.a, self.b]:
                x = step(x, 0.5)
            x = self.c(self.b(x, 0.25))
        return x


@case("calls_from_lists", SCRIPTED, notes="elements of lists and of a dict")
def from_lists():
    return three(FromLists())


class FromMethods(Three):
    def pick(self, number: int) -> Step:
        steps: List[Step] = [self.a, self.b]
        return steps[number % 2]

    def pair(self):
        return self.a, self.b

    def forward(self, x: Tensor, number: Tensor) -> Tensor:
        n = int(number)
        if torch.jit.is_scripting():
            x = self.pick(n).forward(self.pick(n + 1).forward(x, 1.0), 2.0)
            first, second = self.pair()
            both = (self.c, x)
            return first.forward(second.forward(both[0].forward(both[1])))
        else:
            x = self.pick(n)(self.pick(n + 1)(x, 1.0), 2.0)
            first, second = self.pair()
            return first(second(self.c(x)))


@case("calls_on_results", SCRIPTED, notes="methods return modules, alone and in a tuple")
def on_results():
    return three(FromMethods())


class HandsOn(Three):
    def twice(self, step: Step, x: Tensor) -> Tensor:
        return in_turn(step, x)

    def forward(self, x: Tensor, number: Tensor) -> Tensor:
        return in_turn(self.a, self.twice(self.b, in_turn(self.c, x)))


@case("calls_in_free_functions", SCRIPTED, notes="a module is the argument of a function, which calls it twice")
def in_free_functions():
    return three(HandsOn())


class MayBe(Three):
    def wrapped(self, step: Step) -> Optional[Step]:
        return step

    def forward(self, x: Tensor, number: Tensor) -> Tensor:
        step: Optional[Step] = None
        if int(number) > 0:
            step = self.wrapped(self.b)
        if step is not None:
            if torch.jit.is_scripting():
                x = step.forward(x, 0.5)
            else:
                x = step(x, 0.5)
        return self.a(x)


@case("calls_optional_module", SCRIPTED)
def optional_module():
    return three(MayBe())


class HasInterface(nn.Module):
    step: Step

    def __init__(self):
        super().__init__()
        self.step = Twist()
        self.other = Shift()

    def forward(self, x: Tensor, number: Tensor) -> Tensor:
        if torch.jit.is_scripting():
            return self.other(self.step.forward(x, 0.5))
        else:
            return self.other(self.step(x, 0.5))


@case("calls_interface_attribute", SCRIPTED, notes="the attribute's type is the interface, not the class")
def interface_attribute():
    return three(HasInterface())


class Reassigns(Three):
    def forward(self, x: Tensor, number: Tensor) -> Tensor:
        layer = self.a
        x = layer(x)
        layer = self.c
        x = layer(x, by=3.0)
        layer = self.a
        a = x
        self_a = layer(a)
        a = self.c(self_a, 0.5)
        return a + self.a(a)


@case("calls_reassigned_locals")
def reassigned_locals():
    return three(Reassigns())


class Everywhere(Three):
    """Calls where an expression may stand."""

    def forward(self, x: Tensor, number: Tensor) -> Tensor:
        x = self.a(self.b(self.c(self.a(x)), by=0.5), 2.0)
        x = self.a(x) + self.a(x) * self.b(self.a(x))
        x = torch.cat([self.a(x), self.c(x)], dim=0)[: self.b(x).size(0) // 2]
        assert self.b(x).dim() == 2, "(self.a).forward(x, ) gave [" + str(self.a(x).dim()) + "]"
        if self.c(x).sum() > -1e9 and bool(self.a(x).sum() > -1e9):
            x = -self.c(x) if self.b(x).size(0) > 1 else self.a(x)
        self.c(x)
        parts = [self.a(part) for part in [x, x * 2]]
        x = x + parts[0] + self.a(parts[1])
        x += self.b(x)
        row, column = self.a(x)[0, 0], self.c(x).t()
        return (self.c)(x)[..., 1:] + row + column.sum() + float(self.a(x).mean())


@case("calls_in_every_expression", SCRIPTED)
def in_every_expression():
    return three(Everywhere())


class EverywhereTraced(Three):
    def forward(self, x: Tensor, number: Tensor) -> Tensor:
        x = self.a(self.b(self.c(self.a(x)), by=0.5), 2.0)
        x = self.a(x) + self.a(x) * self.b(self.a(x))
        self.c(x)
        x += self.b(x)
        return self.c(x)[..., 1:] + self.a(x)[0, 0]


@case("calls_traced_with_an_unused_one", notes="the tracer drops a call that nobody uses")
def traced_with_an_unused_one():
    return three(EverywhereTraced())


class Table(nn.Module):
    """Takes nothing."""

    def __init__(self):
        super().__init__()
        self.rows = nn.Parameter(torch.empty(4, 3))

    def forward(self) -> Tensor:
        return self.rows * 2


class Mixes(nn.Module):
    """Takes many, with defaults."""

    def forward(
        self,
        x: Tensor,
        z: int,
        y: Optional[Tensor] = None,
        weights: Tuple[float, float] = (1.0, 2.0),
        flip: bool = False,
    ) -> Tensor:
        if y is not None:
            x = x + y * weights[1]
        if flip:
            x = x.flip(0)
        return x * weights[0] + z


class ManyArguments(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = Table()
        self.mix = Mixes()

    def forward(self, x: Tensor) -> Tensor:
        rows = self.table()
        x = self.mix(x, 2)
        x = self.mix(x, 3, rows)
        x = self.mix(x, 4, None, (0.5, 0.25), True)
        x = self.mix(x, flip=True, y=self.table(), z=7)
        return self.mix(weights=(0.5, 2.5), x=x, z=1)


@case("calls_with_many_arguments", notes="by place, by name, by default, and none at all")
def with_many_arguments():
    return seeded(ManyArguments(), torch.randn(4, 3))


class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x: Tensor, scale: Optional[Tensor] = None, shift: Optional[Tensor] = None) -> Tensor:
        y = self.fc(x)
        if scale is not None:
            y = y * scale
        if shift is not None:
            y = y + shift
        return y


class OptionalInputs(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = Scaled()
        self.second = Scaled()

    def forward(self, x: Tensor, scale: Optional[Tensor] = None, shift: Optional[Tensor] = None) -> Tensor:
        return self.second(self.first(x, scale, shift), shift=shift)


@case("inputs_optional_left_out", notes="two of three inputs are left out")
def optional_left_out():
    return seeded(OptionalInputs(), torch.randn(2, 3))


@case("inputs_optional_some")
def optional_some():
    return seeded(OptionalInputs(), torch.randn(2, 3), torch.randn(3))


@case("inputs_optional_all")
def optional_all():
    return seeded(OptionalInputs(), torch.randn(2, 3), torch.randn(3), torch.randn(1))


class ManyInputs(nn.Module):
    def __init__(self):
        super().__init__()
        self.left = nn.Linear(3, 4)
        self.right = nn.Bilinear(3, 2, 4)

    def forward(self, a: Tensor, b: Tensor, rows: Tensor, keep: Tensor):
        y = self.left(a) + self.right(a, b)
        return y[rows], y[keep]


@case("inputs_many", notes="floats, integers and booleans")
def inputs_many():
    return seeded(
        ManyInputs(),
        torch.randn(3, 3),
        torch.randn(3, 2),
        torch.tensor([2, 0]),
        torch.tensor([True, False, True]),
    )
