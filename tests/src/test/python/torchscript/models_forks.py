# SPDX-License-Identifier: Apache-2.0
"""`torch.jit.fork` and `wait`. In Python a fork runs at once; in TorchScript, on a thread of the pool."""

from typing import List

import torch
from torch import Tensor, nn

from cases import SCRIPTED, case
from weights import seeded

NOTES = "calls of different forks end in any order in TorchScript"


class Branch(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.act = nn.Tanh()

    def forward(self, x: Tensor) -> Tensor:
        return self.act(self.fc(x))


class Forks(nn.Module):
    def __init__(self):
        super().__init__()
        self.left = Branch()
        self.right = Branch()
        self.end = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        future = torch.jit.fork(self.left, x)
        right = self.right(x)
        return self.end(torch.jit.wait(future) + right)


@case("forks_module", SCRIPTED, notes=NOTES)
def forks_module():
    return seeded(Forks(), torch.randn(2, 4))


class ForksMethods(nn.Module):
    def __init__(self):
        super().__init__()
        self.branches = nn.ModuleList([Branch(), Branch(), Branch()])
        self.end = nn.Linear(4, 4)

    def twice(self, x: Tensor, factor: float) -> Tensor:
        return self.branches[0](self.branches[1](x) * factor)

    def forward(self, x: Tensor) -> Tensor:
        futures: List[torch.jit.Future[Tensor]] = []
        for i in range(3):
            futures.append(torch.jit.fork(self.twice, x, float(i)))
        for branch in self.branches:
            futures.append(torch.jit.fork(branch, x))
        results: List[Tensor] = []
        for future in futures:
            results.append(torch.jit.wait(future))
        return self.end(torch.stack(results).sum(0))


@case("forks_methods_in_loops", SCRIPTED, notes=NOTES)
def forks_methods_in_loops():
    return seeded(ForksMethods(), torch.randn(2, 4))


class Inner(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = Branch()
        self.b = Branch()

    def forward(self, x: Tensor) -> Tensor:
        first = torch.jit.fork(self.a, x)
        second = torch.jit.fork(self.b, x + 1)
        return torch.jit.wait(second) - torch.jit.wait(first)


class NestedForks(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = Inner()
        self.two = Inner()
        self.end = Branch()

    def both(self, x: Tensor) -> Tensor:
        future = torch.jit.fork(self.one, x)
        return self.end(self.two(x) + torch.jit.wait(future))

    def forward(self, x: Tensor) -> Tensor:
        future = torch.jit.fork(self.both, x)
        again = torch.jit.fork(self.both, x * 2)
        return torch.jit.wait(future) + torch.jit.wait(again)


@case("forks_nested", SCRIPTED, notes=NOTES)
def forks_nested():
    return seeded(NestedForks(), torch.randn(2, 4))


def doubled(x: Tensor, times: int) -> Tensor:
    for _ in range(times):
        x = x * 2
    return x


class ForksFunction(nn.Module):
    """One fork calls no module; one is never waited for; one is waited for in a branch."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.side = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        future = torch.jit.fork(doubled, x, 2)
        late = torch.jit.fork(self.side, x)
        x = self.fc(torch.jit.wait(future))
        if bool(x.sum() > -1e9):
            x = x + torch.jit.wait(late)
        return x


@case("forks_function", SCRIPTED, notes=NOTES)
def forks_function():
    return seeded(ForksFunction(), torch.randn(2, 4))


class Wide(nn.Module):
    def __init__(self):
        super().__init__()
        self.work = Branch()

    def forward(self, x: Tensor) -> Tensor:
        futures: List[torch.jit.Future[Tensor]] = []
        for i in range(40):
            futures.append(torch.jit.fork(self.work, x + float(i)))
        total = x
        for future in futures:
            total = total + torch.jit.wait(future)
        return total


@case("forks_forty", SCRIPTED, notes=NOTES + "; numbered in the order of the forks")
def forks_forty():
    return seeded(Wide(), torch.randn(8, 4))
