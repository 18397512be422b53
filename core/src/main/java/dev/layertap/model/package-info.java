// SPDX-License-Identifier: Apache-2.0
/** What a model is made of: its places, their names, and the tree that prints them. */
@NullMarked
package dev.layertap.model;

import org.jspecify.annotations.NullMarked;
