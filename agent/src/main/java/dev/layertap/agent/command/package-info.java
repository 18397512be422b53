// SPDX-License-Identifier: Apache-2.0
/** The commands that ask for something in another JVM. */
@NullMarked
package dev.layertap.agent.command;

import org.jspecify.annotations.NullMarked;
