// SPDX-License-Identifier: Apache-2.0
/** Two captures in files, side by side in order of execution. */
@NullMarked
package dev.layertap.diff;

import org.jspecify.annotations.NullMarked;
