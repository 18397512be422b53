# SPDX-License-Identifier: Apache-2.0
"""Children that return more than one tensor: tuples, lists, dicts, optionals, numbers, and what lies between."""

from typing import Dict, List, NamedTuple, Optional, Tuple

import torch
from torch import Tensor, nn

from cases import BOTH, SCRIPTED, case
from weights import seeded


class MinMax(nn.Module):
    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        return x.amin(1), x.amax(1)


class Moments(nn.Module):
    """A tuple in a tuple, with a list in it."""

    def forward(self, x: Tensor) -> Tuple[Tensor, Tuple[Tensor, List[Tensor]]]:
        mean = x.mean(1)
        return mean, (x.var(1), [mean * 2, mean * 3])


class UsesTuples(nn.Module):
    def __init__(self):
        super().__init__()
        self.min_max = MinMax()
        self.moments = Moments()
        self.fc = nn.Linear(4, 2)

    def forward(self, x: Tensor) -> Tensor:
        low, high = self.min_max(x)
        mean, (variance, powers) = self.moments(x)
        both = self.min_max(x * 2)
        return self.fc(torch.stack([low + both[1], high, mean, variance + powers[0] + powers[1]], 1))


@case("values_tuple")
def values_tuple():
    return seeded(UsesTuples(), torch.randn(3, 5))


class Half(nn.Module):
    """Its second element is never used by the parent."""

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        return x.sin(), x.cos()


class UsesHalf(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = Half()
        self.second = Half()

    def forward(self, x: Tensor) -> Tensor:
        a, _ = self.first(x)
        _, b = self.second(x)
        return a * b


@case("values_unused_element", notes="a tracer keeps one element of each pair only")
def values_unused_element():
    return seeded(UsesHalf(), torch.randn(2, 3))


class Statistics(NamedTuple):
    mean: Tensor
    deviation: Tensor
    peak: Optional[Tensor]


class Summary(nn.Module):
    def forward(self, x: Tensor, with_peak: bool) -> Statistics:
        peak: Optional[Tensor] = None
        if with_peak:
            peak = x.amax(0)
        return Statistics(x.mean(0), x.std(0), peak)


class UsesNamedTuples(nn.Module):
    def __init__(self):
        super().__init__()
        self.summary = Summary()
        self.fc = nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        without = self.summary(x, False)
        full = self.summary(self.fc(x), True)
        peak = full.peak
        assert peak is not None
        return without.mean + full.deviation * peak


@case("values_named_tuple")
def values_named_tuple():
    return seeded(UsesNamedTuples(), torch.randn(4, 6))


class Pieces(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x: Tensor, count: int) -> List[Tensor]:
        pieces: List[Tensor] = []
        for i in range(count):
            pieces.append(self.fc(x) * float(i))
        return pieces


class Join(nn.Module):
    def forward(self, pieces: List[Tensor]) -> Tensor:
        return torch.cat(pieces, 1)


class UsesLists(nn.Module):
    def __init__(self):
        super().__init__()
        self.pieces = Pieces()
        self.join = Join()

    def forward(self, x: Tensor) -> Tensor:
        empty = self.pieces(x, 0)
        pieces = self.pieces(x, 3)
        # The list that the child returned is changed after it returned.
        pieces.append(x)
        return self.join(pieces) + float(len(empty))


@case("values_list", notes="the parent appends to the list that its child returned; one list is empty")
def values_list():
    return seeded(UsesLists(), torch.randn(2, 4))


class Heads(nn.Module):
    def __init__(self):
        super().__init__()
        self.boxes = nn.Linear(4, 2)
        self.scores = nn.Linear(4, 3)

    def forward(self, x: Tensor) -> Dict[str, Tensor]:
        # Not in alphabetical order.
        return {"scores": self.scores(x), "boxes": self.boxes(x), "a key/with [signs] #1": x + 1}


class Levels(nn.Module):
    def forward(self, x: Tensor) -> Dict[int, List[Tensor]]:
        return {7: [x, x * 2], 3: [x * 3]}


class UsesDicts(nn.Module):
    def __init__(self):
        super().__init__()
        self.heads = Heads()
        self.levels = Levels()

    def forward(self, x: Tensor) -> Dict[str, Tensor]:
        found = self.heads(x)
        levels = self.levels(x)
        # The dict that the child returned is changed after it returned.
        found["boxes"] = found["boxes"] * 2
        found["level"] = levels[7][1] + levels[3][0]
        return found


@case("values_dict", SCRIPTED, notes="the parent replaces an element of the dict that its child returned")
def values_dict():
    return seeded(UsesDicts(), torch.randn(2, 4))


class Heads2(nn.Module):
    def __init__(self):
        super().__init__()
        self.boxes = nn.Linear(4, 2)
        self.scores = nn.Linear(4, 3)

    def forward(self, x: Tensor) -> Dict[str, Tensor]:
        return {"scores": self.scores(x), "boxes": self.boxes(x)}


class UsesHeads(nn.Module):
    def __init__(self):
        super().__init__()
        self.heads = Heads2()
        self.fc = nn.Linear(4, 4)

    def forward(self, x: Tensor) -> Dict[str, Tensor]:
        return self.heads(self.fc(x))


@case("values_dict_of_root")
def values_dict_of_root():
    return seeded(UsesHeads(), torch.randn(2, 4))


class Maybe(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x: Tensor) -> Optional[Tensor]:
        if bool(x.sum() > 0):
            return self.fc(x)
        return None


class PairOfMaybes(nn.Module):
    def forward(self, x: Optional[Tensor]) -> Tuple[Optional[Tensor], List[Optional[Tensor]]]:
        if x is None:
            return None, [x, torch.ones(2), x]
        return x + 1, [None, x]


class UsesOptionals(nn.Module):
    def __init__(self):
        super().__init__()
        self.maybe = Maybe()
        self.pair = PairOfMaybes()

    def forward(self, x: Tensor) -> Tensor:
        result = x
        for value in [x.abs(), -x.abs()]:
            found = self.maybe(value)
            one, many = self.pair(found)
            if one is not None:
                result = result + one
        return result


@case("values_optional", SCRIPTED, notes="each child runs twice, and returns None once")
def values_optional():
    return seeded(UsesOptionals(), torch.randn(2, 3))


class Count(nn.Module):
    def forward(self, x: Tensor) -> int:
        return int((x > 0).sum())


class Level(nn.Module):
    def forward(self, x: Tensor) -> float:
        return float(x.mean())


class IsLarge(nn.Module):
    def forward(self, x: Tensor) -> bool:
        return bool(x.abs().max() > 1.0)


class Size(nn.Module):
    def forward(self, x: Tensor) -> Tuple[Tensor, Tuple[int, int], List[float], Optional[bool]]:
        return x * 2, (x.size(0), x.size(1)), [0.5, -1.25], None


class UsesNumbers(nn.Module):
    def __init__(self):
        super().__init__()
        self.count = Count()
        self.level = Level()
        self.is_large = IsLarge()
        self.size = Size()

    def forward(self, x: Tensor) -> Tensor:
        doubled, (rows, columns), factors, flag = self.size(x)
        if self.is_large(x):
            doubled = doubled * self.level(x) + float(self.count(x))
        return doubled.view(columns, rows) * factors[0]


@case("values_number", SCRIPTED)
def values_number():
    return seeded(UsesNumbers(), torch.randn(3, 4) * 2)


class Report(nn.Module):
    def forward(self, x: Tensor) -> Tuple[str, Tensor]:
        return "mean of [" + str(x.dim()) + "] dimensions", x.mean()


class Label(nn.Module):
    def forward(self, x: Tensor) -> str:
        return "even" if x.size(0) % 2 == 0 else "odd"


class SideEffect(nn.Module):
    def forward(self, x: List[Tensor]) -> None:
        x.append(x[0] * 2)


class UsesOthers(nn.Module):
    def __init__(self):
        super().__init__()
        self.report = Report()
        self.label = Label()
        self.side_effect = SideEffect()
        self.fc = nn.Linear(3, 3)

    def forward(self, x: Tensor) -> Tensor:
        text, mean = self.report(x)
        values = [self.fc(x)]
        self.side_effect(values)
        if self.label(x) == "even" and text.startswith("mean"):
            return values[1] * mean
        return values[0]


@case("values_without_arrays", SCRIPTED, notes="a string, a tuple with a string, and nothing at all are returned")
def values_without_arrays():
    return seeded(UsesOthers(), torch.randn(2, 3))


class Same(nn.Module):
    """The same tensor twice, a view of it, the input and a parameter."""

    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.empty(3))

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        y = x * self.scale
        return y, y, y[:, 1:].t(), x, self.scale


class UsesSame(nn.Module):
    def __init__(self):
        super().__init__()
        self.same = Same()
        self.identity = nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        a, b, view, x1, scale = self.same(self.identity(x))
        a.add_(1)
        view.mul_(2)
        return self.identity(b) + x1 + scale


@case("values_one_tensor_often", notes="overwritten by the parent afterwards")
def values_one_tensor_often():
    return seeded(UsesSame(), torch.randn(2, 3))


class Empty(nn.Module):
    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
        return x[:0], x.sum(), torch.empty([3, 0, 2])


class Strided(nn.Module):
    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
        return x.t(), x[:, ::2], x[:1].expand(5, -1)


class UsesShapes(nn.Module):
    def __init__(self):
        super().__init__()
        self.empty = Empty()
        self.strided = Strided()

    def forward(self, x: Tensor) -> List[Tensor]:
        nothing, total, none = self.empty(x)
        flipped, halved, repeated = self.strided(x)
        return [nothing, total + none.sum(), flipped + 1, halved * 2, repeated]


@case("values_shapes", BOTH, notes="no elements, no dimensions, transposed, strided, expanded")
def values_shapes():
    return seeded(UsesShapes(), torch.randn(3, 4))


class NestedRoot(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x: Tensor) -> Tuple[Tensor, Tuple[Tensor, List[Tensor]]]:
        y = self.fc(x)
        return y, (y * 2, [y * 3, y * 4])


@case("values_nested_of_root")
def values_nested_of_root():
    return seeded(NestedRoot(), torch.randn(2, 3))
