// SPDX-License-Identifier: Apache-2.0
/** What of a call a capture takes. */
@NullMarked
package dev.layertap.take;

import org.jspecify.annotations.NullMarked;
