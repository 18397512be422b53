// SPDX-License-Identifier: Apache-2.0
/** The sink that writes safetensors files, with an index. */
@NullMarked
package dev.layertap.sink.files;

import org.jspecify.annotations.NullMarked;
