// SPDX-License-Identifier: Apache-2.0
/** What the agent calls when a configuration stands in for code. */
@NullMarked
package dev.layertap.bridge;

import org.jspecify.annotations.NullMarked;
