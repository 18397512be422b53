# SPDX-License-Identifier: Apache-2.0
"""Methods other than `forward`, overloads, free functions, and hooks that are compiled into the archive."""

from typing import List, Tuple

import torch
from torch import Tensor, nn

from cases import SCRIPTED, TRACED, case
from weights import seeded


class Encoder(nn.Module):
    """Can do more than `forward`."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Linear(3, 4)
        self.act = nn.Tanh()
        self.back = nn.Linear(4, 3)

    def forward(self, x: Tensor) -> Tensor:
        return self.decode(self.encode(x))

    def encode(self, x: Tensor) -> Tensor:
        return self.act(self.embed(x))

    @torch.jit.export
    def decode(self, x: Tensor) -> Tensor:
        return self.back(self.act(x))

    @torch.jit.ignore
    def only_in_python(self, x):
        return x.numpy()

    @torch.jit.unused
    def unused(self, x: Tensor) -> Tensor:
        return x.new(self.embed.extra_repr())


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.coder = Encoder()
        self.norm = nn.LayerNorm(3)

    def forward(self, x: Tensor) -> Tensor:
        return self.coder.decode(self.coder.encode(self.norm(self.coder(x))))

    @torch.jit.export
    def features(self, x: Tensor, twice: Tensor) -> Tuple[Tensor, Tensor]:
        y = self.coder.encode(self.norm(x))
        return y, self.coder(x) * twice


@case("methods_of_children", notes="a child's other methods run its own children; PyTorch has no hooks for them")
def of_children():
    return seeded(Autoencoder(), torch.randn(2, 3))


@case("methods_exported", SCRIPTED, method="features", notes="run with `features`, which is not `forward`")
def exported():
    return seeded(Autoencoder(), torch.randn(2, 3))[0], (torch.randn(2, 3), torch.tensor(2.0))


class TwoMethods(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.act = nn.Tanh()

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(x)

    def features(self, x: Tensor) -> Tensor:
        return self.fc(self.act(self.fc(x)))


@case("methods_traced", TRACED, method="features", notes="traced by `trace_module`; the archive has no `forward`")
def traced():
    return seeded(TwoMethods(), torch.randn(2, 3))


class Overloaded(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)

    @torch.jit._overload_method  # noqa: F811
    def forward(self, x: Tensor) -> Tensor:
        pass

    @torch.jit._overload_method  # noqa: F811
    def forward(self, x: List[Tensor]) -> Tensor:
        pass

    @torch.jit._overload_method  # noqa: F811
    def forward(self, x: int) -> Tensor:
        pass

    def forward(self, x):  # noqa: F811
        if isinstance(x, Tensor):
            return self.fc(x)
        elif isinstance(x, int):
            return self.fc(torch.full([1, 3], float(x)))
        else:
            return self.fc(torch.cat(x))


class CallsOverloads(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = Overloaded()

    def forward(self, x: Tensor) -> Tensor:
        return self.layer(x) + self.layer([x[:1], x[1:]]) * self.layer(2)


@case("methods_overloaded")
def overloaded():
    return seeded(CallsOverloads(), torch.randn(2, 3))


def scaled_sum(first: Tensor, second: Tensor, factor: float = 0.5) -> Tensor:
    return squashed(first + second) * factor


def squashed(x: Tensor) -> Tensor:
    return x.tanh() if bool(x.sum() > -1e9) else x


@torch.jit.script
def compiled_before(x: Tensor, parts: int) -> List[Tensor]:
    return [x * float(i) for i in range(parts)]


class CallsFunctions(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x: Tensor) -> Tensor:
        y = scaled_sum(self.fc(x), squashed(self.fc(x + 1)))
        return self.fc(torch.stack(compiled_before(y, 3)).sum(0))


@case("methods_free_functions", SCRIPTED)
def free_functions():
    return seeded(CallsFunctions(), torch.randn(2, 3))


class Hooked(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.extra = nn.Linear(3, 3)
        self.scale = 2.0

    def forward(self, x: Tensor, shift: Tensor) -> Tensor:
        return self.fc(x) + shift


def widen_inputs(self, arguments: Tuple[Tensor, Tensor]) -> Tuple[Tensor, Tensor]:
    x, shift = arguments
    return x * self.scale, shift + 1


def count_inputs(self, arguments: Tuple[Tensor, Tensor]) -> None:
    # The base class of these is written alike: (self.fc).forward(x, )
    assert len(arguments) == 2, "(self.fc).forward(x, )"


def doubled(self, arguments: Tuple[Tensor, Tensor], result: Tensor) -> Tensor:
    return result * self.scale


def through_a_child(self, arguments: Tuple[Tensor, Tensor], result: Tensor) -> Tensor:
    return self.extra(result) + arguments[0]


class HasHooks(nn.Module):
    def __init__(self):
        super().__init__()
        self.none = Hooked()
        self.before = Hooked()
        self.after = Hooked()
        self.all = Hooked()
        self.before.register_forward_pre_hook(widen_inputs)
        self.after.register_forward_hook(doubled)
        self.all.register_forward_pre_hook(count_inputs)
        self.all.register_forward_pre_hook(widen_inputs)
        self.all.register_forward_hook(doubled)
        self.all.register_forward_hook(through_a_child)

    def forward(self, x: Tensor, shift: Tensor) -> Tensor:
        return self.all(self.after(self.before(self.none(x, shift), shift), shift), shift) + self.all(x, shift)


@case(
    "methods_hooks",
    SCRIPTED,
    notes="hooks change inputs and outputs, and one runs a child; inputs are those after the model's own hooks",
)
def hooks():
    return seeded(HasHooks(), torch.randn(2, 3), torch.randn(3))


class TupleHooked(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x + 1


def replace_input(self, arguments: Tuple[Tensor]) -> Tensor:
    return arguments[0] * 2


def as_pair(self, arguments: Tuple[Tensor], result: Tensor) -> Tuple[Tensor, Tensor]:
    return result, arguments[0]


class OtherType(nn.Module):
    def __init__(self):
        super().__init__()
        self.child = TupleHooked()
        self.child.register_forward_pre_hook(replace_input)
        self.child.register_forward_hook(as_pair)

    def forward(self, x: Tensor) -> Tensor:
        # Annotations in TorchScript follow the hook's result.
        first, second = self.child(x)
        return first * second


@case("methods_hook_of_another_type", SCRIPTED, notes="`forward` returns a tensor, its hook makes a pair of it")
def hook_of_another_type():
    return seeded(OtherType(), torch.randn(2, 3))
