// SPDX-License-Identifier: Apache-2.0
/** Loads rewritten models with DJL's engine, and runs their twins where somebody wants to see. */
@NullMarked
package dev.layertap.torchscript.run;

import org.jspecify.annotations.NullMarked;
