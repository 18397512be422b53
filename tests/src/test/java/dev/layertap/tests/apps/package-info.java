// SPDX-License-Identifier: Apache-2.0
/** Programs that the tests run in JVMs of their own. */
@NullMarked
package dev.layertap.tests.apps;

import org.jspecify.annotations.NullMarked;
