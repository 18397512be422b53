// SPDX-License-Identifier: Apache-2.0
/** Tests of a model's inside: AssertJ assertions for scopes, activations, arrays and trees. */
@NullMarked
package dev.layertap.testing;

import org.jspecify.annotations.NullMarked;
