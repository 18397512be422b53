// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.pytorch.jni.IValue;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dictionary in its own order and with keys of any type.
 *
 * <p>{@link IValue#toIValueMap()} puts the entries into a hash map and takes each key for a text.
 * What it is made from keeps both, but is not public; where it cannot be reached the order is lost.
 */
final class DictEntries {
  private static final @Nullable DictEntries DIRECT = find();

  private final Object library;
  private final Method toMap;
  private final Constructor<IValue> constructor;

  private DictEntries(Object library, Method toMap, Constructor<IValue> constructor) {
    this.library = library;
    this.toMap = toMap;
    this.constructor = constructor;
  }

  private static @Nullable DictEntries find() {
    try {
      Class<?> type = Class.forName("ai.djl.pytorch.jni.PyTorchLibrary");
      var instance = type.getDeclaredField("LIB");
      Method toMap = type.getDeclaredMethod("iValueToMap", long.class);
      Constructor<IValue> constructor = IValue.class.getDeclaredConstructor(long.class);
      instance.setAccessible(true);
      toMap.setAccessible(true);
      constructor.setAccessible(true);
      return new DictEntries(instance.get(null), toMap, constructor);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  /** The entries, by their keys in Python's spelling; the caller closes the values. */
  static Map<String, IValue> of(IValue dict) {
    return DIRECT == null ? dict.toIValueMap() : DIRECT.read(dict);
  }

  private Map<String, IValue> read(IValue dict) {
    try {
      long[] handles = (long[]) toMap.invoke(library, dict.getHandle());
      Map<String, IValue> entries = new LinkedHashMap<>();
      for (int i = 0; i < handles.length; i += 2) {
        try (IValue key = constructor.newInstance(handles[i])) {
          entries.put(spelled(key), constructor.newInstance(handles[i + 1]));
        }
      }
      return entries;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a dictionary could not be read", e);
    }
  }

  private static String spelled(IValue key) {
    if (key.isString()) {
      return key.toStringValue();
    }
    if (key.isLong()) {
      return Long.toString(key.toLong());
    }
    if (key.isDouble()) {
      return Double.toString(key.toDouble());
    }
    if (key.isBoolean()) {
      return key.toBoolean() ? "True" : "False";
    }
    throw new UnsupportedOperationException("a dictionary with keys of type " + key.getType());
  }
}
