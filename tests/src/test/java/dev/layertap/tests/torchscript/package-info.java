// SPDX-License-Identifier: Apache-2.0
/** What is inside of TorchScript models, against what PyTorch's own hooks saw. */
@NullMarked
package dev.layertap.tests.torchscript;

import org.jspecify.annotations.NullMarked;
