// SPDX-License-Identifier: Apache-2.0
/** Starts core in an app whose only word of Layertap is a configuration. */
@NullMarked
package dev.layertap.agent.start;

import org.jspecify.annotations.NullMarked;
