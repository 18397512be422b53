// SPDX-License-Identifier: Apache-2.0
/** Apps that the tests run in a JVM of their own. They know DJL and, of Layertap, nothing. */
@NullMarked
package dev.layertap.agent.app;

import org.jspecify.annotations.NullMarked;
