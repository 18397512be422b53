# SPDX-License-Identifier: Apache-2.0
"""Branches, loops, early returns and the other ways in which a run finds its way."""

import torch
from torch import Tensor, nn

from cases import SCRIPTED, case
from weights import seeded


class BranchPerRow(nn.Module):
    """Each row goes where its own sum sends it."""

    def __init__(self):
        super().__init__()
        self.positive = nn.Sequential(nn.Linear(3, 3), nn.Tanh())
        self.negative = nn.Linear(3, 3)

    def forward(self, x: Tensor) -> Tensor:
        rows = []
        for row in x:
            if row.sum() > 0:
                y = self.positive(row)
            elif row.sum() < -100:
                y = self.negative(self.negative(row))
            else:
                y = self.negative(row)
            rows.append(y)
        return torch.stack(rows)


@case("flow_branch", SCRIPTED)
def branch():
    return seeded(BranchPerRow(), torch.tensor([[1.0, 2, 3], [-1, -2, 1], [-50, -60, 1], [0.5, 0.5, 2]]))


@case("flow_branch_traced", ("traced",), notes="the tracer keeps the branches that were taken, for any input")
def branch_traced():
    return seeded(BranchPerRow(), torch.tensor([[1.0, 2, 3], [-1, -2, 1], [0.5, 0.5, 2]]))


class Loops(nn.Module):
    def __init__(self):
        super().__init__()
        self.gate = nn.Linear(3, 1)
        self.step = nn.Linear(3, 3)
        self.last = nn.Linear(3, 3)

    def forward(self, x: Tensor, limit: Tensor) -> Tensor:
        count = 0
        # A call in the condition runs once more than the body.
        while float(self.gate(x).abs().sum()) < 1e6 and count < int(limit):
            x = torch.tanh(self.step(x))
            count += 1
        for i in range(10):
            if i % 2 == 0:
                continue
            if i > 5:
                break
            for j in range(i):
                x = x + self.last(x) * 0.1
        return x


@case("flow_loops", SCRIPTED, notes="a call in a while's condition; nested loops with break and continue")
def loops():
    return seeded(Loops(), torch.randn(2, 3), torch.tensor(4))


class NeverEntered(nn.Module):
    def __init__(self):
        super().__init__()
        self.step = nn.Linear(3, 3)
        self.end = nn.Linear(3, 3)

    def forward(self, x: Tensor, limit: Tensor) -> Tensor:
        for _ in range(int(limit)):
            x = self.step(x)
        return self.end(x)


@case("flow_loop_never_entered", SCRIPTED)
def loop_never_entered():
    return seeded(NeverEntered(), torch.randn(2, 3), torch.tensor(0))


class ReturnsEarly(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(3, 3)
        self.b = nn.Linear(3, 3)

    def forward(self, x: Tensor) -> Tensor:
        if x.dim() == 1:
            return self.a(x)
        for i in range(x.size(0)):
            y = self.b(x[i])
            if bool(y.sum() > 0):
                return y
        return self.a(self.b(x))


class CallsReturnsEarly(nn.Module):
    def __init__(self):
        super().__init__()
        self.early = ReturnsEarly()

    def forward(self, x: Tensor) -> Tensor:
        return self.early(x[0]) + self.early(x) + self.early(-x)


@case("flow_early_return", SCRIPTED)
def early_return():
    return seeded(CallsReturnsEarly(), torch.randn(4, 3))


class Guards(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.drop = nn.Dropout(0.5)

    def forward(self, x: Tensor) -> Tensor:
        if self.training:
            x = self.fc(self.drop(x))
        if x.dim() != 2:
            raise ValueError("expected [batch, 3] but self.fc(x) got " + str(x.dim()) + ' dims # (see "docs")')
        with torch.no_grad():
            x = self.fc(x)
        return self.drop(self.fc(x))


@case("flow_guards", SCRIPTED, notes="`with`, `raise`, and what runs in training only")
def guards():
    return seeded(Guards(), torch.randn(2, 3))


class Refines(nn.Module):
    """Types narrow in branches, and calls stand in each."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.norm = nn.LayerNorm(3)

    def forward(self, x: Tensor, times: Tensor) -> Tensor:
        state = torch.jit.annotate(torch.Tensor, self.norm(x))
        history = [state]
        n = int(times)
        while True:
            if n <= 0:
                break
            if n % 2 == 0:
                state = self.fc(history[-1])
            else:
                if n == 1:
                    state = self.norm(self.fc(state))
                else:
                    state = self.norm(state)
            history.append(state)
            n -= 1
        return torch.stack(history).mean(0)


@case("flow_nested_branches", SCRIPTED)
def nested_branches():
    return seeded(Refines(), torch.randn(2, 3), torch.tensor(5))
