// SPDX-License-Identifier: Apache-2.0
/** The selector grammar: what picks places of a model. */
@NullMarked
package dev.layertap.select;

import org.jspecify.annotations.NullMarked;
