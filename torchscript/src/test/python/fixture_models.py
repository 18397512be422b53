# SPDX-License-Identifier: Apache-2.0
"""Small models, each for one shape that exported code can have."""
from typing import Any, Dict, List, NamedTuple, Optional, Tuple, Union

import torch
from torch import Tensor, nn


class Fixture:
    def __init__(self, name, model, inputs, how="script"):
        self.name, self.model, self.inputs, self.how = name, model, inputs, how


class Block(nn.Module):
    """A residual block whose ReLU and addition overwrite what was computed before them."""

    def __init__(self, channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = (
            None if stride == 1 else nn.Sequential(nn.Conv2d(channels, channels, 1, stride=stride))
        )

    def forward(self, x):
        identity = x
        out = self.relu(self.bn1(self.conv1(x)))
        if self.downsample is not None:
            identity = self.downsample(x)
        out += identity
        return self.relu(out)


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 4, 3)
        self.maxpool = nn.MaxPool2d(2)
        self.layer1 = nn.Sequential(Block(4), Block(4, stride=2))
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.dropout = nn.Dropout()
        self.fc = nn.Linear(4, 5)

    def forward(self, x):
        x = self.layer1(self.maxpool(self.stem(x)))
        x = torch.flatten(self.avgpool(x), 1)
        return self.fc(self.dropout(x))


def image():
    return [torch.randn(2, 3, 12, 12)]


def vector():
    return [torch.randn(3, 4)]


class Scale(nn.Module):
    def __init__(self, factor: float):
        super().__init__()
        self.factor = factor

    def forward(self, x: Tensor) -> Tensor:
        return x * self.factor


class Shift(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = Scale(0.5)

    def forward(self, x: Tensor) -> Tensor:
        return self.inner(x) + 1


@torch.jit.interface
class Transform(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        pass


class Lists(nn.Module):
    """Modules in lists and dicts, in loops and indexed when the model runs."""

    def __init__(self):
        super().__init__()
        self.items = nn.ModuleList([Scale(2.0), Shift(), nn.Linear(4, 4)])
        self.named = nn.ModuleDict({"a": nn.Tanh(), "b/x": Shift(), "c d": Scale(3.0)})
        self.chosen = nn.ModuleList([Scale(4.0), Shift()])

    def forward(self, x, index: int = 1):
        for item in self.items:
            x = item(x)
        for name, item in self.named.items():
            x = item(x)
        module: Transform = self.chosen[index]
        y = module.forward(x) if torch.jit.is_scripting() else module(x)
        other: Transform = self.chosen[0]
        return y + (other.forward(x) if torch.jit.is_scripting() else other(x))


class Branches(nn.Module):
    """Which module runs is decided by values and by a condition."""

    def __init__(self):
        super().__init__()
        self.left = Shift()
        self.right = Shift()
        self.positive = nn.Linear(4, 4)
        self.negative = nn.Linear(4, 4)

    def forward(self, x, flag: bool = True):
        left: Transform = self.left
        right: Transform = self.right
        chosen = left if flag else right
        y = chosen.forward(x) if torch.jit.is_scripting() else chosen(x)
        other = right if flag else left
        if y.sum() > 0:
            z = self.positive(y)
        else:
            z = self.negative(y)
        return other.forward(z) if torch.jit.is_scripting() else other(z)


class Shared(nn.Module):
    """One module at two paths, and one that is called twice."""

    def __init__(self):
        super().__init__()
        self.first = nn.Sequential(nn.Linear(4, 4), nn.ReLU())
        self.second = self.first
        self.again = nn.Linear(4, 4)

    def forward(self, x):
        x = self.again(self.second(self.first(x)))
        return self.again(x)


class Cells(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.LSTMCell(4, 4)
        self.gru = nn.GRU(4, 4)
        self.lstm = nn.LSTM(4, 4, num_layers=2, bidirectional=True)

    def forward(self, x: Tensor):
        h = torch.zeros(x.shape[1], 4)
        c = torch.zeros(x.shape[1], 4)
        steps: List[Tensor] = []
        for i in range(x.shape[0]):
            h, c = self.cell(x[i], (h, c))
            steps.append(h)
        y, state = self.gru(torch.stack(steps))
        z, states = self.lstm(y)
        return z + state.sum() + states[0].sum()


class Pair(NamedTuple):
    first: Tensor
    rest: List[Tensor]


class Outputs(nn.Module):
    """Children that return everything that is no single tensor."""

    def __init__(self):
        super().__init__()
        self.named = NamedChild()
        self.dicts = DictChild()
        self.maybe = MaybeChild()
        self.numbers = NumberChild()
        self.texts = TextChild()
        self.nested = NestedChild()
        self.either = EitherChild()
        self.silent = SilentChild()

    def forward(self, x: Tensor):
        pair = self.named(x)
        table = self.dicts(pair.first)
        none = self.maybe(x, False)
        some = self.maybe(table["b"], True)
        count, size, yes = self.numbers(x)
        pair.rest.append(x)
        pair.first.add_(1)
        table["late"] = x
        nested = self.nested(x)
        nested[0]["k"][0].mul_(2)
        text = self.texts(x)
        either = self.either(x)
        if isinstance(either, Tensor):
            x = x + either
        self.silent(x)
        if some is not None and none is None:
            x = x + some * count * size
        return x, table, pair.first, len(text)


class NamedChild(nn.Module):
    def forward(self, x: Tensor) -> Pair:
        return Pair(x + 1, [x, x * 2])


class DictChild(nn.Module):
    def forward(self, x: Tensor) -> Dict[str, Tensor]:
        return {"b": x * 3, "a": x}


class MaybeChild(nn.Module):
    def forward(self, x: Tensor, yes: bool) -> Optional[Tensor]:
        if yes:
            return x * 5
        return None


class NumberChild(nn.Module):
    def forward(self, x: Tensor) -> Tuple[int, float, bool]:
        return x.dim(), 0.5, True


class TextChild(nn.Module):
    def forward(self, x: Tensor) -> str:
        return 'a) "(b] \\ # {'


class NestedChild(nn.Module):
    def forward(self, x: Tensor) -> Tuple[Dict[str, List[Tensor]], Tuple[Tensor, Optional[Tensor]]]:
        return {"k": [x + 1, x + 2]}, (x + 3, x + 4)


class EitherChild(nn.Module):
    def forward(self, x: Tensor) -> Union[Tensor, List[Tensor]]:
        return x + 6


class SilentChild(nn.Module):
    def forward(self, x: Tensor):
        x.add_(1)


class Hooked(nn.Module):
    """Hooks that were compiled with the model: outputs are what stands after them."""

    def __init__(self):
        super().__init__()
        self.child = nn.Linear(4, 4)
        self.helper = Scale(3.0)
        self.child.register_forward_pre_hook(double_input)
        self.child.register_forward_hook(add_one)
        self.child.register_forward_hook(only_look)

    def forward(self, x: Tensor) -> Tensor:
        y = self.child(x)
        return self.helper(self.child(y))


def double_input(self, input: Tuple[Tensor]) -> Tuple[Tensor]:
    return (input[0] * 2,)


def add_one(self, input: Tuple[Tensor], output: Tensor) -> Tensor:
    return output + 1


def only_look(self, input: Tuple[Tensor], output: Tensor) -> None:
    assert output.dim() == 2, "not (a matrix]"


class Forks(nn.Module):
    def __init__(self):
        super().__init__()
        self.left = nn.Linear(4, 4)
        self.right = Shift()
        self.deep = Forking()

    def forward(self, x: Tensor) -> Tensor:
        futures: List[torch.jit.Future[Tensor]] = []
        for i in range(4):
            futures.append(torch.jit.fork(self.left, x + i))
        forked = torch.jit.fork(self.deep, x)
        y = self.right(x)
        for future in futures:
            y = y + torch.jit.wait(future)
        return y + torch.jit.wait(forked)[0]


class Forking(nn.Module):
    def __init__(self):
        super().__init__()
        self.child = Shift()

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        future = torch.jit.fork(self.child, x)
        y = self.child(x * 2)
        return torch.jit.wait(future) + y, y


class Nest(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.n = Nest(depth - 1) if depth > 1 else Scale(1.5)

    def forward(self, x):
        return self.n(x) + 1


class Twice(nn.Module):
    """Traced, it has forward1 where a module was called again."""

    def __init__(self):
        super().__init__()
        self.inner = nn.Sequential(nn.Linear(4, 4), nn.ReLU())
        self.identity = nn.Identity()

    def forward(self, x):
        x = self.inner(x)
        x = self.identity(x)
        return self.inner(x) + self.inner(x * 2)


class Overloaded(nn.Module):
    @torch.jit._overload_method
    def forward(self, x: int) -> int:
        pass

    @torch.jit._overload_method
    def forward(self, x: Tensor) -> Tensor:
        pass

    def forward(self, x):
        return x + x


class Overloads(nn.Module):
    def __init__(self):
        super().__init__()
        self.child = Overloaded()

    def forward(self, x: Tensor) -> Tensor:
        return self.child(x) + self.child(3)


class Inputs(nn.Module):
    """Several inputs, of several types, some of them optional."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10, 4)
        self.attention = nn.MultiheadAttention(4, 2, batch_first=True)
        self.mix = Mix()

    def forward(self, ids: Tensor, mask: Tensor, bias: Optional[Tensor] = None):
        x = self.embedding(ids)
        y, weights = self.attention(x, x, x, key_padding_mask=mask)
        return self.mix(y, weights, bias), self.mix(y, None, bias)


class Mix(nn.Module):
    def forward(self, x: Tensor, weights: Optional[Tensor], bias: Optional[Tensor] = None):
        y = x.double().sum(-1)
        if weights is not None:
            y = y + weights.double().sum(-1)
        if bias is not None:
            y = y + bias.double()
        return y, y > 0, y.half(), y.int()


class layertap_slot(nn.Module):
    """Names that the rewritten code would like to use itself."""

    def __init__(self):
        super().__init__()
        self._layertap_slot = nn.Linear(4, 4)
        self.layertap_support = 3

    def forward(self, _layertap_store: Tensor) -> Tensor:
        layertap_result = self._layertap_slot(_layertap_store)
        return self.layertap_forward(layertap_result)

    def layertap_forward(self, x: Tensor) -> Tensor:
        return x + self.layertap_support


class Texts(nn.Module):
    """Strings that look like code."""

    def __init__(self):
        super().__init__()
        self.child = Scale(2.0)
        self.text = "(self.child).forward(x, )\n\t\"'\\ é # ]"

    def forward(self, x: Tensor) -> Tensor:
        """(self.child).forward(x, )"""
        if x.dim() > 7:
            raise ValueError("(child).forward(x, ) # [{} " + self.text)
        return self.child(x) if "child).forward(" in self.text else x


class Functions(nn.Module):
    """Free functions that are given modules through an interface."""

    def __init__(self):
        super().__init__()
        self.one = Scale(2.0)
        self.two = Shift()

    def forward(self, x: Tensor) -> Tensor:
        modules: List[Transform] = [self.one, self.two]
        return run_all(modules, x) + self.helper(x)

    def helper(self, x: Tensor) -> Tensor:
        return self.two(x)

    @torch.jit.export
    def other(self, x: Tensor, times: int = 2) -> List[Tensor]:
        return [self.helper(x) for _ in range(times)]


def run_all(modules: List[Transform], x: Tensor) -> Tensor:
    for module in modules:
        x = module.forward(x) if torch.jit.is_scripting() else module(x)
    return x


class Anything(nn.Module):
    def __init__(self):
        super().__init__()
        self.child = AnyChild()

    def forward(self, x: Tensor) -> Tensor:
        value = self.child(x)
        if isinstance(value, Tensor):
            x = x + value
        return x


class AnyChild(nn.Module):
    def forward(self, x: Tensor) -> Any:
        return x + 1


def quantized():
    model = nn.Sequential(
        torch.quantization.QuantStub(),
        nn.Conv2d(3, 4, 3),
        nn.ReLU(),
        QuantizedHead(),
        torch.quantization.DeQuantStub(),
    ).eval()
    model.qconfig = torch.quantization.get_default_qconfig("fbgemm")
    prepared = torch.quantization.prepare(model)
    prepared(torch.randn(2, 3, 12, 12))
    return torch.quantization.convert(prepared)


class QuantizedHead(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 3)
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        x = self.conv(x).permute(0, 2, 3, 1)
        return self.fc(x)


def dynamically_quantized():
    model = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 2))
    return torch.quantization.quantize_dynamic(model, {nn.Linear})


@torch.jit.interface
class Applied(nn.Module):
    def apply_to(self, x: Tensor) -> Tensor:
        pass


@torch.jit.script
class Doubling:
    """No module, and yet with a method of the same name."""

    def __init__(self):
        self.factor = 2

    def apply_to(self, x: Tensor) -> Tensor:
        return x * self.factor


class Applying(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x + 1

    @torch.jit.export
    def apply_to(self, x: Tensor) -> Tensor:
        return self.forward(x)


class Where(nn.Module):
    def forward(self, x: Tensor) -> torch.device:
        return x.device


@torch.jit.interface
class Staged(nn.Module):
    def stage(self, x: Tensor) -> Tensor:
        pass


class Stage(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x + 1

    @torch.jit.export
    def stage(self, x: Tensor) -> Tensor:
        return self.forward(x)


class Stateful(nn.Module):
    """It stores its state in a form of its own, as quantised modules do."""

    def __init__(self, factor: float):
        super().__init__()
        self.factor = factor

    @torch.jit.export
    def __getstate__(self) -> Tuple[float, bool]:
        return self.factor, self.training

    @torch.jit.export
    def __setstate__(self, state: Tuple[float, bool]) -> None:
        self.factor = state[0]
        self.training = state[1]

    def forward(self, x: Tensor) -> Tensor:
        return x * self.factor


class Closed(nn.Module):
    """Modules that run and cannot be seen, each for another reason."""

    def __init__(self):
        super().__init__()
        self.unused = nn.Linear(4, 4)
        self.unreadable = Where()
        self.forked = Stage()
        self.receiver = Applying()
        self.items = nn.ModuleList([nn.Tanh()])
        self.left = Stateful(2.0)
        self.right = Stateful(3.0)

    def forward(self, x: Tensor, flag: bool = True) -> Tensor:
        x = x.to(self.unreadable(x))
        x = self.items[0](x)
        stage: Staged = self.forked
        stages: List[Staged] = [stage]
        x = torch.jit.wait(torch.jit.fork((stages * 2)[1].stage, x))
        x = Doubling().apply_to(x)
        receiver: Applied = self.receiver
        receivers: List[Applied] = [receiver]
        x = (receivers * 2)[1].apply_to(x)
        left: Transform = self.left
        right: Transform = self.right
        chosen = left if flag else right
        return chosen.forward(x) if torch.jit.is_scripting() else chosen(x)


def tokens():
    ids = torch.randint(0, 10, (2, 5))
    return [ids, ids > 7, torch.randn(2, 5)]


def sequence():
    return [torch.randn(3, 2, 4)]


FIXTURES = [
    Fixture("cnn-scripted", Cnn, image),
    Fixture("cnn-traced", Cnn, image, "trace"),
    Fixture("cnn-frozen", Cnn, image, "freeze"),
    Fixture("lists", Lists, vector),
    Fixture("branches", Branches, vector),
    Fixture("shared-scripted", Shared, vector),
    Fixture("shared-traced", Shared, vector, "trace"),
    Fixture("cells-scripted", Cells, sequence),
    Fixture("cells-traced", Cells, sequence, "trace"),
    Fixture("outputs", Outputs, vector),
    Fixture("hooked", Hooked, vector),
    Fixture("forks", Forks, vector),
    Fixture("forks-traced", Forks, vector, "trace"),
    Fixture("nest", lambda: Nest(40), vector),
    Fixture("twice", Twice, vector, "trace"),
    Fixture("overloads", Overloads, vector),
    Fixture("inputs", Inputs, tokens),
    Fixture("names", layertap_slot, vector),
    Fixture("texts", Texts, vector),
    Fixture("functions", Functions, vector),
    Fixture("anything", Anything, vector),
    Fixture("closed", Closed, vector),
    Fixture("quantized", quantized, image),
    Fixture("quantized-dynamically", dynamically_quantized, vector),
]
