// SPDX-License-Identifier: Apache-2.0
package dev.layertap.model;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.layertap.annotation.Capture;
import dev.layertap.annotation.DeclaredCapture;
import dev.layertap.annotation.DeclaredCapture.Kind;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@code @Capture} says of a block. */
final class CaptureNames {
  private CaptureNames() {}

  /** The names of a block below a parent, each with where it is declared. */
  static Map<String, DeclaredCapture> of(Block block, @Nullable Block parent) {
    Map<String, DeclaredCapture> names = new LinkedHashMap<>();
    if (parent != null) {
      for (BlockFields.Held held : BlockFields.of(parent)) {
        if (held.block() == block) {
          Field field = held.field();
          add(names, field, Kind.FIELD, field.getDeclaringClass(), field.getName());
        }
      }
    }
    BlockClass.of(block).captures().forEach(names::putIfAbsent);
    return names;
  }

  /** The names that every block of a class has. */
  static Map<String, DeclaredCapture> ofClass(Class<?> leaf) {
    Map<String, DeclaredCapture> names = new LinkedHashMap<>();
    for (Class<?> type = leaf; type != null; type = type.getSuperclass()) {
      add(names, type, Kind.CLASS, type, "");
    }
    addForwardInternal(names, leaf);
    return names;
  }

  /** Only the method that really runs counts: one that a subclass overrides names nothing. */
  private static void addForwardInternal(Map<String, DeclaredCapture> names, Class<?> leaf) {
    for (Class<?> type = leaf; type != null; type = type.getSuperclass()) {
      boolean declares = addForwardInternal(names, type, boolean.class);
      declares |= addForwardInternal(names, type, NDList.class);
      if (declares) {
        return;
      }
    }
  }

  private static boolean addForwardInternal(
      Map<String, DeclaredCapture> names, Class<?> type, Class<?> third) {
    try {
      Method method =
          type.getDeclaredMethod(
              "forwardInternal", ParameterStore.class, NDList.class, third, PairList.class);
      add(names, method, Kind.METHOD, type, method.getName());
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private static void add(
      Map<String, DeclaredCapture> names,
      AnnotatedElement element,
      Kind kind,
      Class<?> owner,
      String member) {
    Capture capture = element.getAnnotation(Capture.class);
    if (capture != null) {
      names.putIfAbsent(
          capture.value(),
          new DeclaredCapture(kind, owner.getName(), member, capture.value(), capture.take()));
    }
  }
}
