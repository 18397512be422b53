# SPDX-License-Identifier: Apache-2.0
"""Transformers. In evaluation mode PyTorch's own run one fused operation, in which no module runs at all."""

import torch
from torch import Tensor, nn

from cases import BOTH, SCRIPTED, case
from weights import randomised, seeded

FUSED = "the fused operation is taken: hooks see the layers, and nothing inside of them"


def encoder(layers=2, heads=2, **options):
    layer = nn.TransformerEncoderLayer(8, heads, 16, batch_first=True, **options)
    return nn.TransformerEncoder(layer, layers, norm=nn.LayerNorm(8))


@case("attention_encoder_fused", notes=FUSED)
def encoder_fused():
    return seeded(encoder(), torch.randn(2, 5, 8))


@case("attention_encoder", notes="an odd number of heads keeps the fused operation away; dropout is called inside")
def encoder_plain():
    return seeded(encoder(heads=1), torch.randn(2, 5, 8))


@case("attention_encoder_norm_first")
def encoder_norm_first():
    return seeded(encoder(heads=1, norm_first=True, activation="gelu"), torch.randn(2, 5, 8))


class Masked(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.encoder = inner
        self.head = nn.Linear(8, 3)

    def forward(self, x: Tensor, padding: Tensor) -> Tensor:
        return self.head(self.encoder(x, src_key_padding_mask=padding))


PADDING = [[False, False, False, False, True], [False, False, True, True, True]]


@case("attention_encoder_masked")
def encoder_masked():
    return seeded(Masked(encoder(heads=1)), torch.randn(2, 5, 8), torch.tensor(PADDING))


@case("attention_encoder_nested", SCRIPTED, notes=FUSED + "; between the layers runs a nested tensor, without a shape")
def encoder_nested():
    return seeded(Masked(encoder()), torch.randn(2, 5, 8), torch.tensor(PADDING))


@case("attention_decoder", notes="its cross-attention returns a tensor and None")
def decoder():
    layer = nn.TransformerDecoderLayer(8, 2, 16, batch_first=True)
    return seeded(nn.TransformerDecoder(layer, 2), torch.randn(2, 4, 8), torch.randn(2, 5, 8))


@case("attention_transformer", SCRIPTED, notes=FUSED + " of the encoder; the decoder has none")
def transformer():
    return seeded(nn.Transformer(8, 2, 1, 1, 16, batch_first=True), torch.randn(2, 5, 8), torch.randn(2, 4, 8))


class Attends(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)
        self.cross = nn.MultiheadAttention(8, 1, kdim=width, vdim=width)
        self.last = nn.MultiheadAttention(8, 4)

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        x, weights = self.attention(x, x, x)
        x, _ = self.cross(x, y, y, need_weights=False)
        x, each = self.last(x, x, x, average_attn_weights=False)
        assert weights is not None and each is not None
        return x * weights.mean() * each.mean()


@case("attention_multihead", SCRIPTED, notes="weights are returned, left out and returned for each head")
def multihead():
    # 1.13 cannot compile one whose keys have another width.
    return seeded(Attends(), torch.randn(2, 5, 8), torch.randn(3, 5, 8))


@case("attention_multihead_traced", ("traced",), notes="the tracer drops what nobody uses")
def multihead_traced():
    return seeded(Attends(6), torch.randn(2, 5, 8), torch.randn(3, 5, 6))


class OwnAttention(nn.Module):
    """Attention as most models of the wild write it: modules, views and a softmax."""

    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(8, 24, bias=False)
        self.softmax = nn.Softmax(dim=-1)
        self.drop = nn.Dropout(0.1)
        self.proj = nn.Linear(8, 8)

    def forward(self, x: Tensor) -> Tensor:
        b, n, c = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, 2, c // 2).permute(2, 0, 3, 1, 4).unbind(0)
        weights = self.drop(self.softmax(q @ k.transpose(-2, -1) * 0.5))
        return self.proj((weights @ v).transpose(1, 2).reshape(b, n, c))


class Blocks(nn.Module):
    def __init__(self):
        super().__init__()
        self.token = nn.Embedding(20, 8)
        self.position = nn.Embedding(6, 8)
        self.blocks = nn.ModuleList(
            nn.ModuleDict({"norm": nn.LayerNorm(8), "attention": OwnAttention(), "mlp": nn.Linear(8, 8)})
            for _ in range(2)
        )
        self.head = nn.Linear(8, 20, bias=False)
        self.head.weight = self.token.weight

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.token(tokens) + self.position(torch.arange(tokens.size(1)))
        for block in self.blocks:
            x = x + block["attention"](block["norm"](x))
            x = x + torch.relu(block["mlp"](x))
        return self.head(x)


@case("attention_language_model", BOTH, notes="tied weights; a list of dicts of modules")
def language_model():
    return randomised(Blocks()), (torch.randint(0, 20, (2, 6)),)
