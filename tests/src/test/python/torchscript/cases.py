# SPDX-License-Identifier: Apache-2.0
"""What a case of the parity suite is, and the list of all of them.

A file of models adds its cases with the decorator `case`; `export_parity` reads the list.
"""

import zlib
from dataclasses import dataclass
from typing import Callable, Dict, Tuple

import torch
from torch import nn

SCRIPTED = ("scripted",)
TRACED = ("traced",)
BOTH = SCRIPTED + TRACED


@dataclass(frozen=True)
class Case:
    """One model with its inputs. All but the first two have a default."""

    name: str
    """A folder's name, and the seed."""
    builder: Callable[[], Tuple[nn.Module, tuple]]
    """Makes the model, in evaluation mode, and its positional inputs."""
    kinds: Tuple[str, ...] = BOTH
    """How it is exported."""
    tolerance: float = 1e-4
    """What an activation may differ from PyTorch's, as a part of its largest value."""
    notes: str = ""
    """What a reader of a failure should know."""
    method: str = "forward"
    """The method to run: another one than `forward` must be exported."""
    records_inputs: bool = True
    """Whether what modules were called with is written too."""
    to_script: Callable[[nn.Module], torch.jit.ScriptModule] = torch.jit.script
    """Compiles the model."""
    before_tracing: Callable[[nn.Module], nn.Module] = lambda model: model
    """Changes the model before it is traced."""
    frozen: Tuple[str, ...] = ()
    """Paths of modules that were frozen: nothing below them is left."""
    not_finite: bool = False
    """Whether activations may be infinite or not a number."""
    another_value_when_traced: Tuple[str, ...] = ()
    """Places whose traced method returns one tensor, and another one than Python's: the file does not tell."""
    renamed_when_scripted: Tuple[Tuple[str, str], ...] = ()
    """Keys to which the compiled model gives another structure."""

    def build(self):
        """The same weights and inputs each time."""
        torch.manual_seed(zlib.crc32(self.name.encode()))
        model, inputs = self.builder()
        return model.eval(), inputs


CASES: Dict[str, Case] = {}


def case(name, kinds=BOTH, **details):
    """Makes a case of the function below it, which returns a model and the tuple of its inputs."""

    def add(builder):
        if name in CASES:
            raise ValueError(f"two cases are called {name}")
        CASES[name] = Case(name, builder, kinds, **details)
        return builder

    return add
