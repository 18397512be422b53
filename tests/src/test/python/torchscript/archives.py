# SPDX-License-Identifier: Apache-2.0
"""Writes TorchScript archives, and checks that they are what the recording says."""

import warnings
from collections import Counter

import numpy
import torch

from recording import leaves


def write_archive(case, kind, model, inputs, file):
    """Compiles or traces the model and saves it."""
    with warnings.catch_warnings(), torch.no_grad():
        # The tracer warns of all that it makes constant, which is its nature.
        warnings.simplefilter("ignore")
        if kind == "scripted":
            archive = case.to_script(model)
        elif case.method == "forward":
            archive = torch.jit.trace(case.before_tracing(model), inputs, check_trace=False, strict=False)
        else:
            archive = torch.jit.trace_module(model, {case.method: inputs}, check_trace=False, strict=False)
    torch.jit.save(archive, str(file))


def check_outputs(case, kind, archive, inputs, recording):
    """The archive's own outputs are the recorded ones: the same bits when it was compiled."""
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        result = getattr(archive, case.method)(*inputs)
    renamed = dict(case.renamed_when_scripted) if kind == "scripted" else {}
    expected = {renamed.get(key, key): array for key, array in root_outputs(recording).items()}
    found = dict(leaves("#0", result, {}))
    if set(found) != set(expected):
        raise AssertionError(f"{case.name}, {kind}: outputs {sorted(found)}, not {sorted(expected)}")
    for key, array in expected.items():
        allowed = case.tolerance * numpy.abs(array).max(initial=0) if kind == "traced" or case.frozen else 0
        if found[key].dtype != array.dtype or found[key].shape != array.shape:
            raise AssertionError(f"{case.name}, {kind}: {key} has another type or shape")
        difference = numpy.abs(found[key].astype(complex) - array).max(initial=0)
        if difference > allowed:
            raise AssertionError(f"{case.name}, {kind}: {key} differs by {difference}, more than {allowed}")


def root_outputs(recording):
    return {key: array for key, array in recording.outputs.items() if key.startswith("#")}


def check_scripted_tree(case, archive, model, recording):
    """Every place that ran is a module of the compiled tree, of the same type."""
    compiled = dict(archive.named_modules(remove_duplicate=False))
    modules = dict(model.named_modules(remove_duplicate=False))
    for place in recording.order:
        path = place.rpartition("#")[0]
        if path != "" and any(path.startswith(f"{frozen}.".lstrip(".")) for frozen in case.frozen):
            continue
        if path not in compiled:
            raise AssertionError(f"{case.name}: {place} ran, but the compiled tree has no '{path}'")
        found, expected = compiled[path].original_name, type(modules[path]).__name__
        if path and found != expected:
            raise AssertionError(f"{case.name}: '{path}' is a {found} in the compiled tree, not a {expected}")


def keeps_shared(archive, aliases):
    """Whether modules at several paths are one object each in the archive, as in Python."""
    objects = {path: module._c for path, module in archive.named_modules(remove_duplicate=False)}
    return all(objects[first] == objects[other] for first, others in aliases.items() for other in others)


def traced_calls(archive, method):
    """The calls that a traced archive still holds, in order, with the type of what each returns.

    Read from the graphs of its methods, which have neither branches nor loops where the tracer wrote them. A
    child that was compiled may have some; what is below it is left out.
    """
    kept, calls = [], Counter()
    modules = dict(archive.named_modules(remove_duplicate=False))

    def walk(module, method, known):
        """`known` are the paths of the arguments that are modules: a tracer hands shared ones about."""
        graph = module._c._get_method(method).graph
        paths = {value.debugName(): path for value, path in zip(graph.inputs(), known) if path is not None}
        for node in graph.nodes():
            values = [paths.get(value.debugName()) for value in node.inputs()]
            if node.kind() == "prim::GetAttr" and values[0] is not None:
                paths[node.output().debugName()] = f"{values[0]}.{node.s('name')}".lstrip(".")
            elif node.kind() == "prim::CallMethod":
                place, child = values[0], modules[values[0]]
                if not has_blocks(child, node.s("name")):
                    walk(child, node.s("name"), values)
                kept.append([f"{place}#{calls[place]}", str(node.output().type())])
                calls[place] += 1

    def has_blocks(module, name):
        return any(list(node.blocks()) for node in module._c._get_method(name).graph.nodes())

    walk(archive, method, [""])
    return kept
