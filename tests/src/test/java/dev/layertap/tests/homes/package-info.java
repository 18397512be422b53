// SPDX-License-Identifier: Apache-2.0
/** Where apps live: class path, module path, web apps, loaders of loaders. */
@NullMarked
package dev.layertap.tests.homes;

import org.jspecify.annotations.NullMarked;
