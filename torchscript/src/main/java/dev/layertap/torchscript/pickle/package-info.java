// SPDX-License-Identifier: Apache-2.0
/** Reads pickles as plain values, without ever running what they name. Internal. */
@NullMarked
package dev.layertap.torchscript.pickle;

import org.jspecify.annotations.NullMarked;
