// SPDX-License-Identifier: Apache-2.0
/** Dotted places below a model's root, as PyTorch writes them. */
@NullMarked
package dev.layertap.path;

import org.jspecify.annotations.NullMarked;
