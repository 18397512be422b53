// SPDX-License-Identifier: Apache-2.0
/** The sink that makes events of JDK Flight Recorder. */
@NullMarked
package dev.layertap.sink.jfr;

import org.jspecify.annotations.NullMarked;
