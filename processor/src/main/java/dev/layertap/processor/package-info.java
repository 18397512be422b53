// SPDX-License-Identifier: Apache-2.0
/** The annotation processor: what is wrong with {@code @Capture}, said by the compiler. */
@NullMarked
package dev.layertap.processor;

import org.jspecify.annotations.NullMarked;
