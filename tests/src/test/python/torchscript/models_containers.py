# SPDX-License-Identifier: Apache-2.0
"""Where modules stand: lists, dicts, sequences in sequences, one module at two paths, a nest of forty."""

import torch
from torch import Tensor, nn

from cases import SCRIPTED, case
from weights import seeded


class UsesModuleList(nn.Module):
    """A list, gone through in every way that TorchScript unrolls, but for slices: 1.13 repeats their last element."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 4), nn.Tanh(), nn.Linear(4, 4)])
        self.shifts = nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 4), nn.Identity()])

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer(x)
        for i, layer in enumerate(self.layers):
            x = layer(x) + i
        for layer, shift in zip(self.layers, self.shifts):
            x = layer(x) + shift(x)
        x = self.layers[-1](x)
        return x + torch.stack([each(x) for each in self.layers]).sum(0)


@case("containers_module_list")
def module_list():
    return seeded(UsesModuleList(), torch.randn(2, 4))


class UsesModuleDict(nn.Module):
    def __init__(self):
        super().__init__()
        self.heads = nn.ModuleDict({"wide": nn.Linear(4, 4), "act": nn.Sigmoid(), "deep": nn.Linear(4, 4)})

    def forward(self, x: Tensor) -> Tensor:
        for name, head in self.heads.items():
            x = head(x)
            if name == "act":
                x = x * 2
        for head in self.heads.values():
            x = x + head(x)
        return self.heads["deep"](x)


@case("containers_module_dict")
def module_dict():
    return seeded(UsesModuleDict(), torch.randn(2, 4))


@torch.jit.interface
class OneToOne(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        pass


class Times(nn.Module):
    def __init__(self, factor: float):
        super().__init__()
        self.factor = factor

    def forward(self, x: Tensor) -> Tensor:
        return x * self.factor


class Shift(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x) + 1


class IndexedList(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([Shift(), Times(3.0), Shift()])

    def forward(self, x: Tensor, order: Tensor) -> Tensor:
        for i in range(order.size(0)):
            # An interface has no __call__; without a __call__, PyTorch runs no hooks.
            if torch.jit.is_scripting():
                block: OneToOne = self.blocks[int(order[i])]
                x = block.forward(x)
            else:
                x = self.blocks[int(order[i])](x)
        return x


@case("containers_list_indexed_at_run_time", SCRIPTED, notes="through an interface")
def list_indexed_at_run_time():
    return seeded(IndexedList(), torch.randn(2, 4), torch.tensor([2, 0, 1, 2]))


class IndexedDict(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleDict({"odd": Shift(), "even": Times(3.0)})

    def forward(self, x: Tensor, numbers: Tensor) -> Tensor:
        for i in range(numbers.size(0)):
            key = "even" if int(numbers[i]) % 2 == 0 else "odd"
            if torch.jit.is_scripting():
                block: OneToOne = self.blocks[key]
                x = block.forward(x)
            else:
                x = self.blocks[key](x)
        return x


@case("containers_dict_indexed_at_run_time", SCRIPTED, notes="through an interface")
def dict_indexed_at_run_time():
    return seeded(IndexedDict(), torch.randn(2, 4), torch.tensor([5, 2, 7]))


@case("containers_sequences")
def sequences():
    inner = nn.Sequential(nn.Linear(4, 4), nn.Sequential(nn.ReLU(), nn.Sequential(nn.Linear(4, 4), nn.Tanh())))
    return seeded(nn.Sequential(nn.Sequential(), inner, nn.Sequential(nn.Linear(4, 2))), torch.randn(2, 4))


class Nest(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.inner = Nest(depth - 1) if depth > 1 else nn.Tanh()

    def forward(self, x: Tensor) -> Tensor:
        return self.inner(self.fc(x)) + x


@case("containers_nest_of_40")
def nest_of_40():
    return seeded(Nest(40), torch.randn(2, 3) / 8)


class Shares(nn.Module):
    """One linear layer at three paths, and one sequence at two."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 4)
        self.sequence = nn.Sequential(self.first, nn.ReLU(), self.first)
        self.again = self.sequence

    def forward(self, x: Tensor) -> Tensor:
        x = self.first(x)
        x = self.sequence(x)
        x = self.again(x)
        return self.sequence(x) + self.first(x)


@case("containers_shared", notes="torch.jit.script makes an object for each path; torch.jit.trace keeps one path")
def shared():
    return seeded(Shares(), torch.randn(2, 4))


def compiled_before_sharing(model):
    model.first = torch.jit.script(model.first)
    model.sequence = torch.jit.script(nn.Sequential(model.first, nn.ReLU(), model.first))
    model.again = model.sequence
    return torch.jit.script(model)


@case("containers_shared_object", SCRIPTED, to_script=compiled_before_sharing, notes="one object at several paths")
def shared_object():
    return seeded(Shares(), torch.randn(2, 4))


class SharedByParents(nn.Module):
    def __init__(self, shared):
        super().__init__()
        self.own = nn.Linear(4, 4)
        self.shared = shared

    def forward(self, x: Tensor) -> Tensor:
        return self.shared(self.own(x))


class TwoParents(nn.Module):
    def __init__(self):
        super().__init__()
        embedding = nn.Sequential(nn.Linear(4, 4), nn.Tanh())
        self.left = SharedByParents(embedding)
        self.right = SharedByParents(embedding)

    def forward(self, x: Tensor) -> Tensor:
        return self.right(x) + self.left(x)


@case("containers_shared_by_parents", notes="the second of the two paths runs first")
def shared_by_parents():
    return seeded(TwoParents(), torch.randn(2, 4))


class OddKeys(nn.Module):
    def __init__(self):
        super().__init__()
        keys = ["a/b", "c#1", "d=e", "<f>", "a b", "0x", "(p", "q]r", "x'y", "*", "r,s", "t:u", "v@w", "self"]
        # A quote, a backslash, a new line, a keyword, "torch" and letters beyond ASCII break torch's own archives.
        self.heads = nn.ModuleDict({key: nn.Linear(3, 3) for key in keys})

    def forward(self, x: Tensor) -> Tensor:
        for key, head in self.heads.items():
            x = torch.tanh(head(x))
        return self.heads["a/b"](x) + self.heads["c#1"](x)


@case("containers_odd_keys", notes="keys that mean something in selectors, in file names, or in code")
def odd_keys():
    return seeded(OddKeys(), torch.randn(2, 3))


class MayBeMissing(nn.Module):
    def __init__(self, downsample):
        super().__init__()
        self.conv = nn.Conv2d(2, 2, 3, padding=1)
        self.downsample = downsample
        self.register_module("unused", None)

    def forward(self, x: Tensor) -> Tensor:
        identity = x
        if self.downsample is not None:
            identity = self.downsample(x)
        return self.conv(x) + identity


@case("containers_missing_child", notes="a child that is None in one block and there in the next")
def missing_child():
    model = nn.Sequential(MayBeMissing(None), MayBeMissing(nn.Conv2d(2, 2, 1)))
    return seeded(model, torch.randn(1, 2, 5, 5))


class NeverRuns(nn.Module):
    def __init__(self):
        super().__init__()
        self.used = nn.Linear(3, 3)
        self.unused = nn.Sequential(nn.Linear(3, 3), nn.Tanh())

    def forward(self, x: Tensor) -> Tensor:
        return self.used(x)


@case("containers_child_that_never_runs")
def child_that_never_runs():
    return seeded(NeverRuns(), torch.randn(2, 3))
