// SPDX-License-Identifier: Apache-2.0
/** The jar that the agent's classes came from. */
@NullMarked
package dev.layertap.agent.jar;

import org.jspecify.annotations.NullMarked;
