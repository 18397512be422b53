// SPDX-License-Identifier: Apache-2.0
/** Reads the subset of Python that TorchScript archives hold. Internal. */
@NullMarked
package dev.layertap.torchscript.code;

import org.jspecify.annotations.NullMarked;
