// SPDX-License-Identifier: Apache-2.0
/** The lists of annotated captures that the annotation processor leaves in jars. */
@NullMarked
package dev.layertap.index;

import org.jspecify.annotations.NullMarked;
