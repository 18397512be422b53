// SPDX-License-Identifier: Apache-2.0
/** Finds sinks, chooses passes for them, and hands these over on a thread of its own. */
@NullMarked
package dev.layertap.sink.run;

import org.jspecify.annotations.NullMarked;
