# SPDX-License-Identifier: Apache-2.0
"""Writes what torchvision's resnet18 holds and does, for the Java model to be compared with.

Usage: export_resnet18.py DIRECTORY

  weights.npz, weights.safetensors   a seeded state dict, in both formats
  input.npz                          one seeded image: "input"
  activations.npz                    what a forward hook saw at every call of every module: "PATH#CALL"
"""

import json
import pathlib
import sys
from collections import Counter

import numpy
import torch
import torchvision


def seeded_model():
    torch.manual_seed(18)
    model = torchvision.models.resnet18(weights=None).eval()
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            # A fresh norm has 0s and 1s only: with those, entries that changed places would go unseen.
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.normal_(module.bias, 0.0, 0.2)
            torch.nn.init.normal_(module.running_mean, 0.0, 0.2)
            torch.nn.init.uniform_(module.running_var, 0.5, 1.5)
    return model


def activations(model, image):
    seen, calls = {}, Counter()

    def hook(path):
        def record(module, inputs, output):
            # Cloned at once: ReLU and the sum of a BasicBlock work in place.
            seen[f"{path}#{calls[path]}"] = output.detach().clone()
            calls[path] += 1

        return record

    for path, module in model.named_modules():
        module.register_forward_hook(hook(path))
    with torch.no_grad():
        model(image)
    return seen


def save_npz(file, tensors):
    numpy.savez(file, **{name: tensor.numpy() for name, tensor in tensors.items()})


def save_safetensors(file, tensors):
    kinds = {torch.float32: "F32", torch.int64: "I64"}
    header, chunks, end = {}, [], 0
    for name, tensor in tensors.items():
        start, data = end, tensor.numpy().tobytes()
        end += len(data)
        chunks.append(data)
        header[name] = {"dtype": kinds[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [start, end]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(file, "wb") as out:
        out.write(len(text).to_bytes(8, "little") + text)
        out.writelines(chunks)


def main():
    directory = pathlib.Path(sys.argv[1])
    model = seeded_model()
    image = torch.rand(1, 3, 224, 224)
    save_npz(directory / "weights.npz", model.state_dict())
    save_safetensors(directory / "weights.safetensors", model.state_dict())
    save_npz(directory / "input.npz", {"input": image})
    save_npz(directory / "activations.npz", activations(model, image))
    print(f"torch {torch.__version__}, torchvision {torchvision.__version__}")


main()
