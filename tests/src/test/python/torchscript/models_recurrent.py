# SPDX-License-Identifier: Apache-2.0
"""Recurrent layers, which are one native operation each, loops over cells, and embeddings."""

from typing import Optional, Tuple

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from cases import SCRIPTED, case
from weights import seeded


class Recurrent(nn.Module):
    def __init__(self, layer, width):
        super().__init__()
        self.rnn = layer
        self.fc = nn.Linear(width, 2)

    def forward(self, x: Tensor) -> Tensor:
        y, _ = self.rnn(x)
        return self.fc(y)


@case("recurrent_lstm", notes="the state is not used, so a tracer drops it")
def lstm():
    return seeded(Recurrent(nn.LSTM(4, 5, 2, bidirectional=True), 10), torch.randn(6, 2, 4))


@case("recurrent_gru", notes="the state is not used, so a tracer drops it")
def gru():
    return seeded(Recurrent(nn.GRU(4, 5, batch_first=True), 5), torch.randn(2, 6, 4))


@case("recurrent_rnn", notes="the state is not used, so a tracer drops it")
def rnn():
    return seeded(Recurrent(nn.RNN(4, 5, 2), 5), torch.randn(6, 2, 4))


class KeepsState(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.LSTM(4, 5)
        self.decoder = nn.LSTM(5, 5, proj_size=3)
        self.init = nn.Linear(5, 3)

    def forward(self, x: Tensor) -> Tuple[Tensor, Tuple[Tensor, Tensor]]:
        y, (hidden, cell) = self.encoder(x)
        return self.decoder(y, (self.init(hidden), cell))


@case("recurrent_lstm_with_state")
def lstm_with_state():
    return seeded(KeepsState(), torch.randn(6, 2, 4))


class Packed(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(4, 5, batch_first=True)

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        y, _ = self.rnn(packed)
        return pad_packed_sequence(y, batch_first=True)[0]


@case("recurrent_packed_lstm", SCRIPTED, notes="the layer is called through its other overload, with a named tuple")
def packed_lstm():
    return seeded(Packed(), torch.randn(3, 6, 4), torch.tensor([4, 6, 2]))


class CellLoop(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.LSTMCell(4, 5)
        self.read = nn.Linear(5, 2)

    def forward(self, x: Tensor) -> Tensor:
        state: Optional[Tuple[Tensor, Tensor]] = None
        outputs = []
        for t in range(x.size(0)):
            state = self.cell(x[t], state)
            outputs.append(self.read(state[0]))
        return torch.stack(outputs)


@case("recurrent_cell_loop", notes="unrolled by a tracer")
def cell_loop():
    return seeded(CellLoop(), torch.randn(5, 2, 4))


class GruCells(nn.Module):
    def __init__(self):
        super().__init__()
        self.cells = nn.ModuleList([nn.GRUCell(4, 4), nn.GRUCell(4, 4)])
        self.stop = nn.Linear(4, 1)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros_like(x[0])
        t = 0
        while t < x.size(0) and bool(self.stop(h).max() < 10):
            for cell in self.cells:
                h = cell(x[t], h)
            t += 1
        return h


@case("recurrent_gru_cells", SCRIPTED)
def gru_cells():
    return seeded(GruCells(), torch.randn(4, 2, 4))


class Embeds(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(11, 4, padding_idx=0)
        self.bags = nn.EmbeddingBag(11, 4, mode="sum")
        self.mean_bags = nn.EmbeddingBag(11, 4)
        self.norm = nn.LayerNorm(4)

    def forward(self, tokens: Tensor, offsets: Tensor, weights: Tensor) -> Tensor:
        flat = tokens.flatten()
        bags = self.bags(flat, offsets, weights) + self.mean_bags(flat, offsets)
        return self.norm(self.words(tokens)).sum(1) + bags


@case("embeddings")
def embeddings():
    tokens = torch.tensor([[1, 5, 0], [10, 2, 2]])
    return seeded(Embeds(), tokens, torch.tensor([0, 4]), torch.rand(6))
