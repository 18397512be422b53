// SPDX-License-Identifier: Apache-2.0
package dev.layertap.model;

import ai.djl.nn.Block;
import dev.layertap.annotation.DeclaredCapture;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * What reflection says of a block's class, asked once. Asked for each model, it was most of what
 * came before the first pass of a TorchScript model in a scope: 3 ms of 4 where a pass takes 25.
 *
 * @param simpleName its name without its package
 * @param names its own names and those of all that it extends and implements
 * @param captures what its annotations name
 * @param holdsBlocks whether it has fields that can hold blocks
 */
record BlockClass(
    String simpleName,
    Set<String> names,
    Map<String, DeclaredCapture> captures,
    boolean holdsBlocks) {
  /** Texts only: what held on to a class would keep its loader, and so a web app. */
  private static final Map<Class<?>, BlockClass> KNOWN =
      Collections.synchronizedMap(new WeakHashMap<>());

  static BlockClass of(Block block) {
    Class<?> type = block.getClass();
    BlockClass known = KNOWN.get(type);
    if (known == null) {
      known =
          new BlockClass(
              simpleName(type),
              namesOf(type),
              Collections.unmodifiableMap(CaptureNames.ofClass(type)),
              BlockFields.areIn(type));
      KNOWN.put(type, known);
    }
    return known;
  }

  private static String simpleName(Class<?> type) {
    String simple = type.getSimpleName();
    return simple.isEmpty()
        ? type.getName().substring(type.getName().lastIndexOf('.') + 1)
        : simple;
  }

  private static Set<String> namesOf(Class<?> leaf) {
    Set<String> names = new LinkedHashSet<>();
    for (Class<?> type = leaf; type != null; type = type.getSuperclass()) {
      add(names, type);
    }
    return Collections.unmodifiableSet(names);
  }

  private static void add(Set<String> names, Class<?> type) {
    names.add(simpleName(type));
    names.add(type.getName());
    for (Class<?> implemented : type.getInterfaces()) {
      add(names, implemented);
    }
  }
}
