# SPDX-License-Identifier: Apache-2.0
"""Exports the models that the tests read, with what PyTorch's own forward hooks saw in them.

    python3 make_fixtures.py ../resources/models [NAME ...]

Each model gives NAME.pt, NAME.txt (what print(torch.jit.load(...)) writes) and NAME.npz. Its keys:
input/0, input/1: the inputs; PATH#CALL: the output of a module's call; PATH#CALL/K: an element of a
tuple, list or dict; PATH#CALL<I: an input. The root's path is empty. Each model is made in a
process of its own, without random hashes: the same PyTorch gives the same bytes.
"""
import os
import subprocess
import sys

import numpy as np
import torch

from fixture_models import FIXTURES


def copied(value):
    if isinstance(value, torch.Tensor):
        return value.detach().clone()
    if isinstance(value, dict):
        return {str(key): copied(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [copied(item) for item in value]
    return value


def flatten(key, value, arrays):
    if isinstance(value, torch.Tensor):
        if value.is_quantized:
            value = value.dequantize()
        arrays[key] = value.numpy()
    elif isinstance(value, dict):
        for name, item in value.items():
            flatten(f"{key}/{name}", item, arrays)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            flatten(f"{key}/{index}", item, arrays)
    elif isinstance(value, (bool, int, float)):
        arrays[key] = np.asarray(value)


def record(model, inputs):
    arrays, calls, hooks = {}, {}, []

    def watch(path, module):
        def before(_, given):
            flatten_inputs(f"{path}#{calls.get(path, 0)}", given)

        def after(_, given, result):
            flatten(f"{path}#{calls.get(path, 0)}", copied(result), arrays)
            calls[path] = calls.get(path, 0) + 1

        hooks.append(module.register_forward_pre_hook(before))
        hooks.append(module.register_forward_hook(after))

    def flatten_inputs(key, given):
        for index, item in enumerate(copied(given)):
            flatten(f"{key}<{index}", item, arrays)

    for path, module in model.named_modules():
        if not isinstance(module, torch.jit.ScriptModule):
            watch(path, module)
    with torch.no_grad():
        flatten("#0", copied(model(*copied(inputs))), arrays)
    for hook in hooks:
        hook.remove()
    return arrays


def make(folder, fixture):
    torch.manual_seed(1)
    model = fixture.model().eval()
    torch.manual_seed(2)
    inputs = list(fixture.inputs())
    with torch.no_grad():
        if fixture.how == "trace":
            exported = torch.jit.trace(model, tuple(copied(inputs)), check_trace=False)
        else:
            exported = torch.jit.script(model)
        if fixture.how == "freeze":
            exported = torch.jit.freeze(exported)
    target = os.path.join(folder, fixture.name)
    exported.save(target + ".pt")
    with open(target + ".txt", "w", encoding="utf-8") as out:
        out.write(str(torch.jit.load(target + ".pt")) + "\n")
    arrays = record(model, inputs)
    for index, value in enumerate(inputs):
        flatten(f"input/{index}", value, arrays)
    np.savez_compressed(target + ".npz", **arrays)


def main():
    folder, names = sys.argv[1], sys.argv[2:]
    os.makedirs(folder, exist_ok=True)
    if os.environ.get("PYTHONHASHSEED") == "0":
        for fixture in FIXTURES:
            if fixture.name in names:
                make(folder, fixture)
        return
    environment = dict(os.environ, PYTHONHASHSEED="0", PYTHONWARNINGS="ignore")
    for fixture in FIXTURES:
        if not names or fixture.name in names:
            command = [sys.executable, __file__, folder, fixture.name]
            subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main()
