// SPDX-License-Identifier: Apache-2.0
/** Follows the running forward passes: which call stands where. */
@NullMarked
package dev.layertap.trace;

import org.jspecify.annotations.NullMarked;
