// SPDX-License-Identifier: Apache-2.0
/** Takes arrays out of a running model. */
@NullMarked
package dev.layertap.array;

import org.jspecify.annotations.NullMarked;
