// SPDX-License-Identifier: Apache-2.0
/**
 * The folder of rewritten models: where it is, who may use it, what is in use, and what has to go.
 * Internal.
 */
@NullMarked
package dev.layertap.torchscript.cache;

import org.jspecify.annotations.NullMarked;
