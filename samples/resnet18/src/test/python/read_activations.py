# SPDX-License-Identifier: Apache-2.0
"""Prints name, type, shape and sum of each array in DIRECTORY's activations.npz, then activations.safetensors."""

import json
import pathlib
import sys

import numpy


def npz(file):
    with numpy.load(file) as arrays:
        return {name: arrays[name] for name in arrays.files}


def safetensors(file):
    data = file.read_bytes()
    size = int.from_bytes(data[:8], "little")
    body = data[8 + size :]
    kinds = {"F32": "<f4"}
    arrays = {}
    for name, entry in json.loads(data[8 : 8 + size]).items():
        start, end = entry["data_offsets"]
        arrays[name] = numpy.frombuffer(body[start:end], kinds[entry["dtype"]]).reshape(entry["shape"])
    return arrays


directory = pathlib.Path(sys.argv[1])
for arrays in npz(directory / "activations.npz"), safetensors(directory / "activations.safetensors"):
    for name, array in sorted(arrays.items()):
        print(f"{name} {array.dtype} {array.shape} {array.astype('f8').sum():.3f}")
