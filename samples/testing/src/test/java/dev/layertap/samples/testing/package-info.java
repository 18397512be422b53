// SPDX-License-Identifier: Apache-2.0
/** What a suite for a small model looks like. */
@NullMarked
package dev.layertap.samples.testing;

import org.jspecify.annotations.NullMarked;
