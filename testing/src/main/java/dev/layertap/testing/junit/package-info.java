// SPDX-License-Identifier: Apache-2.0
/** A scope around each test of JUnit Jupiter. */
@NullMarked
package dev.layertap.testing.junit;

import org.jspecify.annotations.NullMarked;
