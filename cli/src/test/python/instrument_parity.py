# SPDX-License-Identifier: Apache-2.0
"""Compares what an instrumented model returns in Python with PyTorch's own forward hooks.

    python3 instrument_parity.py compare RECORDED.npz MODEL.pt INSTRUMENTED.pt
    python3 instrument_parity.py page PAGE.md INSTRUMENTED.pt     # runs the page's own lines
"""
import os
import re
import sys

import numpy
import torch


def compare(recorded, model, instrumented):
    expected = dict(numpy.load(recorded))
    inputs = []
    while f"input/{len(inputs)}" in expected:
        inputs.append(torch.from_numpy(expected.pop(f"input/{len(inputs)}")))
    model, instrumented = torch.jit.load(model), torch.jit.load(instrumented)

    def run(method):
        return method(*[value.clone() for value in inputs])

    with torch.no_grad():
        before, after = run(model), run(instrumented)
        result, activations = run(instrumented.layertap_capture)
    assert str(before) == str(after) == str(result)
    if isinstance(before, torch.Tensor):
        assert torch.equal(before, after) and torch.equal(before, result)
    for key, value in expected.items():
        if value.ndim > 0 or key in activations:  # numbers are no tensors
            found = activations[key]
            assert found.is_contiguous()
            found = found.dequantize() if found.is_quantized else found
            assert found.shape == value.shape, key
            numpy.testing.assert_allclose(found.numpy(), value, 1e-4, 1e-5, err_msg=key)
    print(len(activations), "arrays")


def page(page, instrumented):
    with open(page, encoding="utf-8") as text:
        blocks = re.findall(r"```python\n(.*?)```", text.read(), re.S)
    (block,) = [lines for lines in blocks if "layertap_capture" in lines]
    block = block.replace("resnet18-layers.pt", instrumented)
    names = {"torch": torch, "numpy": numpy, "image": torch.rand(2, 3, 12, 12)}
    os.chdir(os.path.dirname(instrumented))  # the lines write a file
    exec(block, names)
    print(len(numpy.load("activations.npz").files), tuple(names["relu"].shape))


if __name__ == "__main__":
    {"compare": compare, "page": page}[sys.argv[1]](*sys.argv[2:])
