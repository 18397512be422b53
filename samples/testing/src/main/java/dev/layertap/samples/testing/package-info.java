// SPDX-License-Identifier: Apache-2.0
/** A small model with bugs that its output does not show. */
@NullMarked
package dev.layertap.samples.testing;

import org.jspecify.annotations.NullMarked;
