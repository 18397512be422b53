// SPDX-License-Identifier: Apache-2.0
/** What messages are made with. */
@NullMarked
package dev.layertap.text;

import org.jspecify.annotations.NullMarked;
