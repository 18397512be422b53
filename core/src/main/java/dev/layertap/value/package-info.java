// SPDX-License-Identifier: Apache-2.0
/** What a block or module takes or returns: arrays, and how they are nested. */
@NullMarked
package dev.layertap.value;

import org.jspecify.annotations.NullMarked;
