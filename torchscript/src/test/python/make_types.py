# SPDX-License-Identifier: Apache-2.0
"""Exports a model whose modules return tensors of types that DJL does not have.

    python3 make_types.py ../resources/types

types.pt takes a float32 tensor. Types that this PyTorch has no name for are named by their numbers
(c10's ScalarType): newer ones, such as DJL's, know them. So nothing is run here.
"""
import os
import sys
from typing import Dict, List, Tuple

import torch
from torch import Tensor, nn

INT16, HALF, COMPLEX32, COMPLEX64, COMPLEX128, BFLOAT16 = 2, 5, 8, 9, 10, 15
FLOAT8_E5M2, FLOAT8_E4M3FN, UINT16, UINT32, UINT64 = 23, 24, 27, 28, 29


class As(nn.Module):
    def __init__(self, type_number: int):
        super().__init__()
        self.type_number = type_number

    def forward(self, x: Tensor) -> Tensor:
        return x.to(self.type_number)


class Quantized(nn.Module):
    def __init__(self, type_number: int):
        super().__init__()
        self.type_number = type_number

    def forward(self, x: Tensor) -> Tensor:
        return torch.quantize_per_tensor(x, 0.5, 3, self.type_number)


class PerChannel(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        scales = torch.full([x.size(0)], 0.5)
        return torch.quantize_per_channel(x, scales, torch.zeros([x.size(0)]), 0, 12)


class Sparse(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.to_sparse()


class SparseRows(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.to_sparse().to_sparse_csr()


class SparseBfloat(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.to(15).to_sparse()


class Mkldnn(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.to_mkldnn()


class Conjugated(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.conj(torch.view_as_complex(torch.stack([x, x + 1], -1)))


class Meta(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.to("meta")


class Nested(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch._nested_tensor_from_mask(x.unsqueeze(0), torch.ones([1, x.size(0)]) > 0)


class Structure(nn.Module):
    """Its number says that it was scripted: in a traced file it would have become a constant."""

    def __init__(self):
        super().__init__()
        self.more = 1

    def forward(self, x: Tensor) -> Tuple[Tensor, List[Tensor], Dict[str, Tensor]]:
        return x, [x.to(15), x + self.more], {"b": x.to(2), "a": x.to_sparse()}


class Types(nn.Module):
    def __init__(self):
        super().__init__()
        self.as_half = As(HALF)
        self.as_bfloat16 = As(BFLOAT16)
        self.as_int16 = As(INT16)
        self.as_complex32 = As(COMPLEX32)
        self.as_complex64 = As(COMPLEX64)
        self.as_complex128 = As(COMPLEX128)
        self.as_float8_e5m2 = As(FLOAT8_E5M2)
        self.as_float8_e4m3fn = As(FLOAT8_E4M3FN)
        self.as_uint16 = As(UINT16)
        self.as_uint32 = As(UINT32)
        self.as_uint64 = As(UINT64)
        self.as_qint8 = Quantized(12)
        self.as_quint8 = Quantized(13)
        self.as_qint32 = Quantized(14)
        self.as_per_channel = PerChannel()
        self.as_sparse = Sparse()
        self.as_sparse_rows = SparseRows()
        self.as_sparse_bfloat = SparseBfloat()
        self.as_mkldnn = Mkldnn()
        self.as_conjugated = Conjugated()
        self.as_meta = Meta()
        self.as_nested = Nested()
        self.structure = Structure()

    def forward(self, x: Tensor) -> Tensor:
        self.as_half(x)
        self.as_bfloat16(x)
        self.as_int16(x)
        self.as_complex32(x)
        self.as_complex64(x)
        self.as_complex128(x)
        self.as_float8_e5m2(x)
        self.as_float8_e4m3fn(x)
        self.as_uint16(x)
        self.as_uint32(x)
        self.as_uint64(x)
        self.as_qint8(x)
        self.as_quint8(x)
        self.as_qint32(x)
        self.as_per_channel(x)
        self.as_sparse(x)
        self.as_sparse_rows(x)
        self.as_sparse_bfloat(x)
        self.as_mkldnn(x)
        self.as_conjugated(x)
        self.as_meta(x)
        self.as_nested(x)
        whole, items, table = self.structure(x)
        return whole * 2 + items[1] + table["b"]


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    torch.jit.script(Types().eval()).save(os.path.join(sys.argv[1], "types.pt"))
