// SPDX-License-Identifier: Apache-2.0
package dev.layertap.model;

import ai.djl.nn.Block;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Arrays, collections and maps of blocks. Only what a field declares as such is looked into: other
 * collections may be long, or do something when they are read.
 */
final class BlockCollections {
  private BlockCollections() {}

  /** Whether a field is declared as {@code Block[]}, {@code List<Block>}, {@code Map<?, Block>}. */
  static boolean isDeclaredBy(Field field) {
    Class<?> raw = field.getType();
    if (raw.isArray()) {
      return Block.class.isAssignableFrom(raw.getComponentType());
    }
    return (Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw))
        && field.getGenericType() instanceof ParameterizedType generic
        && isBlock(last(generic.getActualTypeArguments()));
  }

  private static Type last(Type[] arguments) {
    return arguments[arguments.length - 1];
  }

  private static boolean isBlock(Type type) {
    if (type instanceof Class<?> plain) {
      return Block.class.isAssignableFrom(plain);
    }
    if (type instanceof ParameterizedType generic) {
      return isBlock(generic.getRawType());
    }
    if (type instanceof WildcardType wildcard) {
      return isBlock(wildcard.getUpperBounds()[0]);
    }
    return type instanceof TypeVariable<?> variable && isBlock(variable.getBounds()[0]);
  }

  /** The blocks that are in there now, by {@code [index]} or {@code [key]}. */
  static Map<String, Block> elements(Object value) {
    Map<String, Block> elements = new LinkedHashMap<>();
    try {
      if (value instanceof Map<?, ?> map) {
        map.forEach((key, element) -> add(elements, key, element));
      } else if (value instanceof Collection<?> collection) {
        int index = 0;
        for (Object element : collection) {
          add(elements, index++, element);
        }
      } else if (value.getClass().isArray()) {
        for (int i = 0; i < Array.getLength(value); i++) {
          add(elements, i, Array.get(value, i));
        }
      }
    } catch (RuntimeException e) {
      // The app's own collection, or one that another thread changes: what was read is there.
    }
    return elements;
  }

  private static void add(Map<String, Block> elements, Object key, Object element) {
    if (element instanceof Block block) {
      elements.put("[" + key + "]", block);
    }
  }
}
