// SPDX-License-Identifier: Apache-2.0
/** Named arrays in files: NumPy's {@code .npz} and {@code .npy}, and {@code .safetensors}. */
@NullMarked
package dev.layertap.file;

import org.jspecify.annotations.NullMarked;
