// SPDX-License-Identifier: Apache-2.0
/** Finds the classes that declare a {@code forward}, and weaves them. */
@NullMarked
package dev.layertap.agent.weave;

import org.jspecify.annotations.NullMarked;
