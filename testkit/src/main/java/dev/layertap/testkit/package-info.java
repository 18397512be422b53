// SPDX-License-Identifier: Apache-2.0
/** What this project's own tests share. */
@NullMarked
package dev.layertap.testkit;

import org.jspecify.annotations.NullMarked;
