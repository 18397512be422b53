// SPDX-License-Identifier: Apache-2.0
/**
 * The zip container: entries are read within bounds, and replaced without touching the others'
 * bytes. Internal.
 */
@NullMarked
package dev.layertap.torchscript.archive;

import org.jspecify.annotations.NullMarked;
