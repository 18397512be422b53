// SPDX-License-Identifier: Apache-2.0
/** Golden activations: files of values that later runs are compared with. */
@NullMarked
package dev.layertap.testing.golden;

import org.jspecify.annotations.NullMarked;
