# SPDX-License-Identifier: Apache-2.0
"""Quantised modules. Their classes have `__setstate__`, and their weights are objects of native code.

Engines round alike only where nothing is lost: so the scales are powers of two, the values are on their grids, and
activations have seven bits, for which no engine saturates on the way.
"""

import warnings

import torch
from torch import Tensor, nn
from torch.ao import quantization
from torch.ao.quantization.observer import FixedQParamsObserver

from cases import SCRIPTED, case
from weights import randomised

ENGINE = "onednn"

ACTIVATIONS = FixedQParamsObserver.with_args(
    scale=1 / 16, zero_point=64, dtype=torch.quint8, quant_min=0, quant_max=127
)
WEIGHTS = FixedQParamsObserver.with_args(
    scale=1 / 64, zero_point=0, dtype=torch.qint8, quant_min=-128, quant_max=127
)


def on_grid(model, step=1 / 64):
    with torch.no_grad():
        for parameter in randomised(model).parameters():
            parameter.copy_((parameter / step).round() * step)
    return model.eval()


def static(model, *inputs):
    """Quantises a model between its QuantStub and its DeQuantStub."""
    torch.backends.quantized.engine = ENGINE
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        on_grid(model).qconfig = quantization.QConfig(activation=ACTIVATIONS, weight=WEIGHTS)
        prepared = quantization.prepare(model)
        prepared(*inputs)
        return quantization.convert(prepared), inputs


class Convolutions(nn.Module):
    def __init__(self):
        super().__init__()
        self.quant = quantization.QuantStub()
        self.conv = nn.Conv2d(2, 4, 3)
        self.relu = nn.ReLU()
        self.pool = nn.MaxPool2d(2)
        self.branch = nn.Conv2d(4, 4, 1)
        self.add = nn.quantized.FloatFunctional()
        self.fc = nn.Linear(16, 3)
        self.dequant = quantization.DeQuantStub()

    def forward(self, x: Tensor) -> Tensor:
        x = self.pool(self.relu(self.conv(self.quant(x))))
        x = self.add.add(x, self.branch(x))
        return self.dequant(self.fc(torch.flatten(x, 1)))


@case("quantized_static", notes="activations between the stubs are quantised tensors, recorded as float32")
def quantized_static():
    return static(Convolutions(), torch.randint(-16, 16, (1, 2, 6, 6)) / 16)


class Fused(nn.Module):
    def __init__(self):
        super().__init__()
        self.quant = quantization.QuantStub()
        self.block = nn.Sequential(nn.Conv2d(2, 4, 3), nn.ReLU())
        self.linear = nn.Sequential(nn.Linear(64, 4), nn.ReLU())
        self.dequant = quantization.DeQuantStub()

    def forward(self, x: Tensor) -> Tensor:
        x = self.block(self.quant(x))
        return self.dequant(self.linear(torch.flatten(x, 1)))


@case("quantized_static_fused", notes="convolution and ReLU are one module, an Identity stands in the other's place")
def quantized_static_fused():
    model = quantization.fuse_modules(Fused().eval(), [["block.0", "block.1"], ["linear.0", "linear.1"]])
    return static(model, torch.randint(-16, 16, (1, 2, 6, 6)) / 16)


class Signs(nn.Module):
    """Two values only, which every engine's dynamic range holds exactly."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(6, 8)
        self.second = nn.Linear(8, 4)

    def forward(self, x: Tensor) -> Tensor:
        return self.second((self.first(x) > 0).float())


def dynamic(model):
    torch.backends.quantized.engine = ENGINE
    return quantization.quantize_dynamic(model.eval(), {nn.Linear, nn.LSTM, nn.GRUCell}, dtype=torch.qint8)


@case("quantized_dynamic", notes="weights are quantised, activations are not")
def quantized_dynamic():
    return dynamic(on_grid(Signs())), (torch.randint(0, 2, (3, 6)).float(),)


class DynamicSequence(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(4, 5)
        self.fc = nn.Linear(5, 2)

    def forward(self, x: Tensor) -> Tensor:
        y, _ = self.rnn(x)
        return self.fc(y)


@case("quantized_dynamic_lstm", SCRIPTED, tolerance=1e-3)
def quantized_dynamic_lstm():
    return dynamic(randomised(DynamicSequence())), (torch.randn(6, 2, 4),)
