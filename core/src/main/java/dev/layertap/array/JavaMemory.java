// SPDX-License-Identifier: Apache-2.0
package dev.layertap.array;

import ai.djl.ndarray.NDArray;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Java buffer that an array was made from, and goes on to borrow its memory from.
 *
 * <p>DJL lets go of the buffer when that array is closed, though others may share the memory: what
 * they read then is freed. Who keeps such another array keeps the buffer too.
 */
final class JavaMemory {
  private static final ClassValue<Optional<Field>> BUFFERS =
      new ClassValue<>() {
        @Override
        protected Optional<Field> computeValue(Class<?> type) {
          return find(type);
        }
      };

  private JavaMemory() {}

  private static Optional<Field> find(Class<?> type) {
    try {
      for (Field field : type.getDeclaredFields()) {
        if (field.getType() == ByteBuffer.class) {
          field.setAccessible(true);
          return Optional.of(field);
        }
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Whether this engine's arrays can be asked; else nobody knows what they borrow. */
  static boolean isKnown(NDArray array) {
    return BUFFERS.get(array.getClass()).isPresent();
  }

  static @Nullable Object of(NDArray array) {
    try {
      Optional<Field> field = BUFFERS.get(array.getClass());
      return field.isPresent() ? field.get().get(array) : null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
