// SPDX-License-Identifier: Apache-2.0
package dev.layertap.model;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.layertap.annotation.Capture;
import dev.layertap.select.Place;
import java.lang.reflect.AnnotatedElement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@code @Capture} says of a block. */
final class CaptureNames {
  private CaptureNames() {}

  /** The names of a block below a parent, each with where it is declared. */
  static Map<String, Place.Declaration> of(Block block, @Nullable Block parent) {
    Map<String, Place.Declaration> names = new LinkedHashMap<>();
    if (parent != null) {
      for (BlockFields.Held held : BlockFields.of(parent)) {
        if (held.block() == block) {
          String owner = held.field().getDeclaringClass().getName();
          add(names, held.field(), "field " + owner + "." + held.field().getName());
        }
      }
    }
    for (Class<?> type = block.getClass(); type != null; type = type.getSuperclass()) {
      add(names, type, "class " + type.getName());
    }
    addForwardInternal(names, block.getClass());
    return names;
  }

  /** Only the method that really runs counts: one that a subclass overrides names nothing. */
  private static void addForwardInternal(Map<String, Place.Declaration> names, Class<?> leaf) {
    for (Class<?> type = leaf; type != null; type = type.getSuperclass()) {
      boolean declares = addForwardInternal(names, type, boolean.class);
      declares |= addForwardInternal(names, type, NDList.class);
      if (declares) {
        return;
      }
    }
  }

  private static boolean addForwardInternal(
      Map<String, Place.Declaration> names, Class<?> type, Class<?> third) {
    try {
      add(
          names,
          type.getDeclaredMethod(
              "forwardInternal", ParameterStore.class, NDList.class, third, PairList.class),
          "method " + type.getName() + ".forwardInternal");
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private static void add(
      Map<String, Place.Declaration> names, AnnotatedElement element, String where) {
    Capture capture = element.getAnnotation(Capture.class);
    if (capture != null) {
      names.putIfAbsent(capture.value(), new Place.Declaration(where, capture.take()));
    }
  }
}
