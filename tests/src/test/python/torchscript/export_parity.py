# SPDX-License-Identifier: Apache-2.0
"""Exports models, and what PyTorch's forward hooks saw in them, for captures to be compared with.

Usage: export_parity.py OUT_DIR [--only NAME...] [--list]

README.md says what is written.
"""

import argparse
import json
import os
import pathlib
import sys
import time

import numpy
import torch

import models_attention  # noqa: F401 (each adds its cases)
import models_calls  # noqa: F401
import models_containers  # noqa: F401
import models_flow  # noqa: F401
import models_forks  # noqa: F401
import models_inplace  # noqa: F401
import models_methods  # noqa: F401
import models_mixed  # noqa: F401
import models_names  # noqa: F401
import models_quantized  # noqa: F401
import models_recurrent  # noqa: F401
import models_state  # noqa: F401
import models_torchvision  # noqa: F401
import models_types  # noqa: F401
import models_values  # noqa: F401
from archives import check_outputs, check_scripted_tree, keeps_shared, traced_calls, write_archive
from cases import CASES
from recording import aliases, array_of, places_once_copied, record


def export(case, folder):
    folder.mkdir(parents=True, exist_ok=True)
    model, inputs = case.build()
    recording = record(model, copies(inputs), case.method)
    check_finite(case, recording)

    details = {
        "name": case.name,
        "kinds": list(case.kinds),
        "tolerance": case.tolerance,
        "notes": case.notes,
        "inputs_hooks": case.records_inputs,
        "aliases": aliases(model),
        "left_out": recording.left_out,
        "order": recording.order,
    }
    if case.method != "forward":
        details["method"] = case.method
    if case.renamed_when_scripted:
        details["renamed_when_scripted"] = dict(case.renamed_when_scripted)
    if case.frozen:
        details["frozen"] = list(case.frozen)
    if case.another_value_when_traced:
        details["another_value_when_traced"] = list(case.another_value_when_traced)

    for kind in case.kinds:
        # Built anew: a run may have changed the model, and hooks would be compiled.
        fresh, _ = case.build()
        file = folder / f"{kind}.pt"
        write_archive(case, kind, fresh, copies(inputs), file)
        archive = torch.jit.load(str(file))
        check_outputs(case, kind, archive, copies(inputs), recording)
        if kind == "scripted":
            check_scripted_tree(case, archive, model, recording)
            if details["aliases"] and not keeps_shared(archive, details["aliases"]):
                details["scripted_places"] = places_once_copied(model, copies(inputs), case.method, recording)
        else:
            details["traced_calls"] = traced_calls(archive, case.method)

    numpy.savez(folder / "inputs.npz", **{str(i): array_of(x) for i, x in enumerate(inputs)})
    numpy.savez(folder / "hooks.npz", **recording.outputs)
    if case.records_inputs:
        numpy.savez(folder / "inputs.hooks.npz", **recording.inputs)
    (folder / "case.json").write_text(json.dumps(details, indent=1) + "\n")
    return recording


def copies(inputs):
    """For one run: a model may write into what it is given."""
    return tuple(x.clone() for x in inputs)


def check_finite(case, recording):
    for key, array in recording.outputs.items():
        if not case.not_finite and not numpy.isfinite(array).all():
            raise AssertionError(f"{case.name}: {key} is not finite")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=pathlib.Path, metavar="OUT_DIR")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=list(CASES), help="export these cases")
    parser.add_argument("--list", action="store_true", help="print the names of the cases and end")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.only if name not in CASES]
    if unknown:
        parser.error(f"no case is called {', '.join(unknown)}; --list prints them")
    if arguments.list:
        print("\n".join(arguments.only))
        return
    if arguments.folder is None:
        parser.error("OUT_DIR is missing")

    torch.set_num_threads(2)
    total, start = 0, time.monotonic()
    for name in arguments.only:
        begin, folder = time.monotonic(), arguments.folder / name
        recording = export(CASES[name], folder)
        size = sum(file.stat().st_size for file in folder.iterdir())
        total += size
        kinds = "+".join(CASES[name].kinds)
        print(
            f"{name:36} {kinds:16} {len(recording.order):5} calls {len(recording.outputs):5} arrays"
            f" {size / 1e6:8.2f} MB {time.monotonic() - begin:6.2f} s",
            flush=True,
        )
    print(f"{len(arguments.only)} cases, {total / 1e6:.0f} MB, {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        # torch writes a class's constants in the order of a set.
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})
    main()
