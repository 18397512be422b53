// SPDX-License-Identifier: Apache-2.0
package dev.layertap.file;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * What a file says of one of its arrays.
 *
 * @param name its name; empty in an {@code .npy} file
 * @param shape its shape
 * @param type the type of its elements, which may be one that the engine does not know
 */
public record StoredArray(String name, Shape shape, DataType type) {}
