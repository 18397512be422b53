// SPDX-License-Identifier: Apache-2.0
/** Functions that run before or after a block's or module's {@code forward}. */
@NullMarked
package dev.layertap.hook;

import org.jspecify.annotations.NullMarked;
