// SPDX-License-Identifier: Apache-2.0
/** The agent's entry points: {@code -javaagent}, self-attachment, {@code java -jar}. */
@NullMarked
package dev.layertap.agent;

import org.jspecify.annotations.NullMarked;
