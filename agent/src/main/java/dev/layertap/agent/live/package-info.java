// SPDX-License-Identifier: Apache-2.0
/** What a running JVM is asked from outside: the exchange of words, and the reports. */
@NullMarked
package dev.layertap.agent.live;

import org.jspecify.annotations.NullMarked;
