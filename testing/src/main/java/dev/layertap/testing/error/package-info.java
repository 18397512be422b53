// SPDX-License-Identifier: Apache-2.0
/** What the assertions say when they fail: a class for each message, in AssertJ's manner. */
@NullMarked
package dev.layertap.testing.error;

import org.jspecify.annotations.NullMarked;
