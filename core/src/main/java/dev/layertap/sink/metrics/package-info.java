// SPDX-License-Identifier: Apache-2.0
/** The sink that keeps meters: Micrometer's in an app that has it, else JMX's beans. */
@NullMarked
package dev.layertap.sink.metrics;

import org.jspecify.annotations.NullMarked;
