// SPDX-License-Identifier: Apache-2.0
/** Opens scopes, and reads the activations that forward passes left in them. */
@NullMarked
package dev.layertap;

import org.jspecify.annotations.NullMarked;
