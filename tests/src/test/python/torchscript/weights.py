# SPDX-License-Identifier: Apache-2.0
"""Seeded weights under which nothing is trivially 0 or 1 and activations neither vanish nor explode."""

import torch
from torch import nn

BATCH_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)


def randomised(model):
    """Redraws every parameter: torchvision's own start is full of zeros, ones and values near 0."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if not parameter.is_floating_point():
                continue
            if parameter.dim() > 1:
                gain = 2.0 if parameter.dim() > 2 else 1.0
                parameter.normal_(0.0, (gain / max(1, parameter[0].numel())) ** 0.5)
            elif name.rpartition(".")[2] == "weight":
                parameter.uniform_(0.5, 1.5)
            else:
                parameter.normal_(0.0, 0.2)
    return model


def calibrated(model, *inputs):
    """Sets the running statistics of each batch norm near the size of what reaches it, norm after norm.

    True means and variances would make a deep network chaotic: each norm would blow up the differences that
    are left of its input, rounding errors among them, and two versions of libtorch would not agree.
    """

    def measure(norm, arguments):
        power = arguments[0].detach().square().mean()
        norm.running_mean.normal_(0.0, 0.2).mul_(power.sqrt())
        norm.running_var.uniform_(0.7, 1.3).mul_(power)

    norms = [module for module in model.modules() if isinstance(module, BATCH_NORMS)]
    hooks = [norm.register_forward_pre_hook(measure) for norm in norms]
    with torch.no_grad():
        model.eval()(*inputs)
    for hook in hooks:
        hook.remove()
    return model


def seeded(model, *inputs):
    """The model with drawn weights, and its inputs: what a case's builder returns."""
    return calibrated(randomised(model), *inputs), inputs
