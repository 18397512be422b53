// SPDX-License-Identifier: Apache-2.0
/**
 * Arrays element by element, in Java: exact for every type, and with nothing left on the engine.
 */
@NullMarked
package dev.layertap.compare;

import org.jspecify.annotations.NullMarked;
