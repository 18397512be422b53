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
    def forward(self, x: Tensor) -> Tuple[Tensor, List[Tensor], Dict[str, Tensor]]:
        return x, [x.to(15), x + 1], {"b": x.to(2), "a": x.to_sparse()}


class Types(nn.Module):
    def __init__(self):
        super().__init__()
        self.half = As(HALF)
        self.bfloat16 = As(BFLOAT16)
        self.int16 = As(INT16)
        self.complex32 = As(COMPLEX32)
        self.complex64 = As(COMPLEX64)
        self.complex128 = As(COMPLEX128)
        self.float8_e5m2 = As(FLOAT8_E5M2)
        self.float8_e4m3fn = As(FLOAT8_E4M3FN)
        self.uint16 = As(UINT16)
        self.uint32 = As(UINT32)
        self.uint64 = As(UINT64)
        self.qint8 = Quantized(12)
        self.quint8 = Quantized(13)
        self.qint32 = Quantized(14)
        self.per_channel = PerChannel()
        self.sparse = Sparse()
        self.sparse_rows = SparseRows()
        self.sparse_bfloat = SparseBfloat()
        self.mkldnn = Mkldnn()
        self.conjugated = Conjugated()
        self.meta = Meta()
        self.nested = Nested()
        self.structure = Structure()

    def forward(self, x: Tensor) -> Tensor:
        self.half(x)
        self.bfloat16(x)
        self.int16(x)
        self.complex32(x)
        self.complex64(x)
        self.complex128(x)
        self.float8_e5m2(x)
        self.float8_e4m3fn(x)
        self.uint16(x)
        self.uint32(x)
        self.uint64(x)
        self.qint8(x)
        self.quint8(x)
        self.qint32(x)
        self.per_channel(x)
        self.sparse(x)
        self.sparse_rows(x)
        self.sparse_bfloat(x)
        self.mkldnn(x)
        self.conjugated(x)
        self.meta(x)
        self.nested(x)
        self.structure(x)
        return x * 2


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    torch.jit.script(Types().eval()).save(os.path.join(sys.argv[1], "types.pt"))
