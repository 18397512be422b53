// SPDX-License-Identifier: Apache-2.0
/** Where activations go when no code is there to read them. */
@NullMarked
package dev.layertap.sink;

import org.jspecify.annotations.NullMarked;
