// SPDX-License-Identifier: Apache-2.0
/** What is surprising in DJL, and what a capture must do about it: a test for each trap. */
@NullMarked
package dev.layertap.tests.traps;

import org.jspecify.annotations.NullMarked;
