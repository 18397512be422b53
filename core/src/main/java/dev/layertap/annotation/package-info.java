// SPDX-License-Identifier: Apache-2.0
/** The annotation that names activations in a model's own source. */
@NullMarked
package dev.layertap.annotation;

import org.jspecify.annotations.NullMarked;
