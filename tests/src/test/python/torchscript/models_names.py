# SPDX-License-Identifier: Apache-2.0
"""Names that could collide with a rewriter's, and strings that look like code."""

from typing import Dict, List

import torch
from torch import Tensor, nn

from cases import SCRIPTED, case
from weights import seeded


class OtherSelf(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.store = nn.Linear(3, 3)

    def forward(this, self: Tensor) -> Tensor:
        return this.store(this.fc(self)) + self


class UsesOtherSelf(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = OtherSelf()
        self.self_ = nn.Tanh()

    def forward(_, x: Tensor) -> Tensor:
        return _.self_(_.inner(x))


@case("names_of_first_parameters", notes="it is called `this` and `_`; `self` is the input")
def of_first_parameters():
    return seeded(UsesOtherSelf(), torch.randn(2, 3))


class Wanted(nn.Module):
    """Parameters, locals, children, attributes and methods with a rewriter's favourite names."""

    layertap: int
    _layertap_id: int

    def __init__(self):
        super().__init__()
        self.store = nn.Linear(3, 3)
        self.wanted = nn.Linear(3, 3)
        self._lt = nn.Linear(3, 3)
        self.forward1 = nn.Linear(3, 3)
        self.forward_ = nn.Linear(3, 3)
        self.layertap = 3
        self._layertap_id = 4
        self.id = 5
        self.path = "path"

    def forward__lt(self, store: Tensor) -> Tensor:
        return self.store(store)

    def forward_layertap(self, wanted: Tensor, path: str) -> Tensor:
        return self.wanted(wanted) if path == self.path else wanted

    def record(self, _lt: Tensor, values: List[Tensor], numbers: List[int]) -> Tensor:
        values.append(self._lt(_lt))
        numbers.append(self.layertap)
        return values[-1] * numbers[-1]

    def forward(self, store: Tensor, wanted: Tensor) -> Tensor:
        lt = self.forward__lt(store)
        self_ = self
        _self = self_.forward_layertap(wanted, "path")
        __store = torch.jit.annotate(List[Tensor], [])
        __lt = torch.jit.annotate(List[int], [])
        result = self.record(lt + _self, __store, __lt)
        call, place, out, tap, twin = self.forward1(result), self.id, self._layertap_id, __lt[0], 2
        _0, _1, x0 = call, place, out
        return self.forward_(_0) * _1 + x0 + tap + twin


class UsesWanted(nn.Module):
    def __init__(self):
        super().__init__()
        self.store = Wanted()
        self.wanted = Wanted()

    def forward(self, x: Tensor, wanted: Tensor) -> Tensor:
        store = self.store(x, wanted)
        wanted = self.wanted(store, wanted)
        return store + wanted


@case("names_of_a_rewriter", notes="store, wanted, __lt, self_, forward1, forward__lt, _layertap_id and others")
def of_a_rewriter():
    return seeded(UsesWanted(), torch.randn(2, 3), torch.randn(2, 3))


class List_(nn.Module):
    """Names of functions, types and words of the archive's language."""

    def __init__(self):
        super().__init__()
        self.tensor = nn.Linear(3, 3)
        self.annotate = nn.Linear(3, 3)
        self.ops = nn.Linear(3, 3)
        self.CONSTANTS = nn.Linear(3, 3)
        self.uninitialized = nn.Linear(3, 3)
        self.unchecked_cast = nn.Linear(3, 3)
        self.getattr = nn.Linear(3, 3)
        self.range = nn.Linear(3, 3)
        self.code = nn.Linear(3, 3)
        self.fork = nn.Linear(3, 3)

    def forward(self, x: Tensor) -> Tensor:
        range_ = self.range(self.getattr(x))
        annotate = self.annotate(self.tensor(range_))
        ops = self.ops(self.CONSTANTS(annotate))
        len_ = self.uninitialized(ops) + self.code(self.fork(ops))
        return torch.add(self.unchecked_cast(len_), 1)


@case("names_of_the_language", SCRIPTED, notes="annotate, ops, CONSTANTS, uninitialized, getattr, range, List_")
def of_the_language():
    return seeded(List_(), torch.randn(2, 3))


class Strings(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.prefix = "(self.fc).forward(x, )"
        self.texts = ['"', "'", "#", "[", ")", "\\", "\n", "def forward(self, x: Tensor) -> Tensor:", "ünï ☃"]

    def forward(self, x: Tensor) -> Tensor:
        table: Dict[str, Tensor] = {
            "(self.fc).forward(x, )": self.fc(x),
            'a "quoted" [key] # not a comment': self.fc(x) + 1,
            "it's (unbalanced": self.fc(x) + 2,
            "back\\slash\\": self.fc(x) + 3,
            "new\nline\ttab": self.fc(x) + 4,
            "": self.fc(x) + 5,
            "# fc = self.fc": self.fc(x) + 6,
            "ünï ☃": self.fc(x) + 7,
            "'''\"\"\"": self.fc(x) + 8,
        }
        text = "def forward(self,\n    x: Tensor) -> Tensor:\n  return (self.fc).forward(x, )"
        if x.dim() > 3:
            raise RuntimeError('no # "comment" (here] ' + text)
        y = table["it's (unbalanced"] + table['a "quoted" [key] # not a comment'] + table["# fc = self.fc"]
        for key in table.keys():
            if key.startswith("(") or key.endswith("\\") or "\n" in key:
                y = y + table[key]
        if self.prefix in table and self.texts[3] == "[":
            y = y + float(len(text))  # (self.fc).forward(x, )
        return self.fc(y)


@case("names_strings", SCRIPTED, notes="strings with brackets, quotes, comments and code in them")
def strings():
    return seeded(Strings(), torch.randn(2, 3))


class Layer(nn.Module):
    """One class, compiled for three shapes of its attributes: the archive numbers them."""

    def __init__(self, extra):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.extra = extra

    def forward(self, x: Tensor) -> Tensor:
        if self.extra is not None:
            return self.fc(x) * self.extra
        return self.fc(x)


@case("names_mangled")
def mangled():
    return seeded(nn.Sequential(Layer(None), Layer(2), Layer(2.5), Layer(None)), torch.randn(2, 3))


class Free(nn.Module):
    def __init__(self):
        super().__init__()
        self.forward_hook = nn.Linear(3, 3)
        self.Linear = nn.Linear(3, 3)
        self.__dict__["plain"] = 2.0

    def forward(self, input: Tensor) -> Tensor:
        list = [self.Linear(input), self.forward_hook(input)]
        str, int_ = list
        max = str + int_
        return torch.cat([max, list[0]])


@case("names_shadowing", notes="locals and parameters called input, list, str, max")
def shadowing():
    return seeded(Free(), torch.randn(2, 3))
