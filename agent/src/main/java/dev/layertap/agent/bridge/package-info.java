// SPDX-License-Identifier: Apache-2.0
/** The one class that woven code, the agent and every copy of core meet in. */
@NullMarked
package dev.layertap.agent.bridge;

import org.jspecify.annotations.NullMarked;
