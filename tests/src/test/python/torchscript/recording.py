# SPDX-License-Identifier: Apache-2.0
"""Records what PyTorch's own forward hooks see, under the keys that Layertap's files have."""

import copy
from collections import Counter

import numpy
import torch


# DJL has neither of these.
NEAREST = {torch.bfloat16: torch.float32, torch.int16: torch.int32}


class NotRecordable(Exception):
    """A value that no array stands for: a string, a nested tensor, a future."""


def array_of(tensor):
    """A copy of a tensor's values at this very moment."""
    if tensor.is_nested:
        raise NotRecordable("a nested tensor")
    if tensor.layout != torch.strided:
        raise NotRecordable("a sparse tensor")
    values = tensor.detach().clone()
    if values.is_quantized:
        values = values.dequantize()
    values = values.to(NEAREST.get(values.dtype, values.dtype))
    return values.resolve_conj().resolve_neg().contiguous().numpy()


def leaves(key, value, left_out):
    """The pairs of key and array in a value. None has no pair; what has no array goes to `left_out`."""
    if value is None:
        return
    if isinstance(value, (bool, int, float)):
        yield key, numpy.asarray(value)
    elif isinstance(value, (tuple, list)):
        for index, element in enumerate(value):
            yield from leaves(f"{key}/{index}", element, left_out)
    elif isinstance(value, dict):
        for name, element in value.items():
            yield from leaves(f"{key}/{name}", element, left_out)
    else:
        try:
            if not isinstance(value, torch.Tensor):
                raise NotRecordable(f"a {type(value).__name__}")
            yield key, array_of(value)
        except NotRecordable as reason:
            left_out[key] = str(reason)


class Recording:
    """What one run showed: arrays by key, in order of execution."""

    def __init__(self):
        self.outputs = {}
        self.inputs = {}
        self.order = []
        """`PATH#CALL` in the order in which calls *ended*: a child stands before its parent."""
        self.left_out = {}
        """Keys of what no array stands for, and why."""

    def add_output(self, place, value):
        self.order.append(place)
        self.outputs.update(leaves(place, value, self.left_out))

    def add_inputs(self, place, arguments):
        for index, argument in enumerate(arguments):
            if isinstance(argument, torch.Tensor):
                self.inputs.update(leaves(f"{place}<{index}", argument, {}))


def record(model, inputs, method="forward"):
    """Runs the model once, with hooks at every module, and takes the hooks away again.

    A module at two paths has the first one. The model's own result is recorded here when `method` is not
    `forward`, because PyTorch runs hooks for `forward` only.
    """
    recording, entered, ended = Recording(), Counter(), Counter()

    def before(path):
        def hook(_, arguments):
            recording.add_inputs(f"{path}#{entered[path]}", arguments)
            entered[path] += 1

        return hook

    def after(path):
        def hook(_, arguments, output):
            recording.add_output(f"{path}#{ended[path]}", output)
            ended[path] += 1

        return hook

    handles = []
    # Registered last, so these see what the model's own hooks left.
    for path, module in model.named_modules():
        handles.append(module.register_forward_pre_hook(before(path)))
        handles.append(module.register_forward_hook(after(path)))
    with torch.no_grad():
        if method == "forward":
            model(*inputs)
        else:
            recording.add_inputs("#0", inputs)
            recording.add_output("#0", getattr(model, method)(*inputs))
    for handle in handles:
        handle.remove()
    return recording


def aliases(model):
    """The other paths of modules that stand at more than one, by the first."""
    first, others = {}, {}
    for path, module in model.named_modules(remove_duplicate=False):
        if module in first:
            others.setdefault(first[module], []).append(path)
        else:
            first[module] = path
    return others


def places_once_copied(model, inputs, method, recording):
    """What `PATH#CALL` becomes when a module at several paths is copied for each, as torch.jit.script does it.

    Found by doing the same to the model and running it again: both runs make the same calls in the same order.
    """
    copied = copy.deepcopy(model)
    copy_shared(copied, set())
    order = record(copied, inputs, method).order
    return {one: other for one, other in zip(recording.order, order) if one != other}


def copy_shared(module, seen):
    for name, child in module._modules.items():
        if child is None:
            continue
        if child in seen:
            module._modules[name] = child = copy.deepcopy(child)
        seen.add(child)
        copy_shared(child, seen)
