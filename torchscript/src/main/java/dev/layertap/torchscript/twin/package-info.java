// SPDX-License-Identifier: Apache-2.0
/** Writes the twins: methods that do what the original does, and report it. Internal. */
@NullMarked
package dev.layertap.torchscript.twin;

import org.jspecify.annotations.NullMarked;
