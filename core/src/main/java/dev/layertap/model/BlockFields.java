// SPDX-License-Identifier: Apache-2.0
package dev.layertap.model;

import ai.djl.nn.AbstractBaseBlock;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import dev.layertap.link.AgentServices;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The blocks that another block holds in its fields, registered as children or not. */
final class BlockFields {
  /**
   * A field and a block that it holds now.
   *
   * @param suffix which of several it is, such as {@code [0]}; empty if it is the only one
   */
  record Held(Field field, String suffix, Block block) {}

  private BlockFields() {}

  static List<Held> of(Block block) {
    if (!BlockClass.of(block).holdsBlocks()) {
      return List.of();
    }
    List<Held> held = new ArrayList<>();
    for (Field field : candidates(block.getClass())) {
      if (Block.class.isAssignableFrom(field.getType())) {
        if (read(field, block) instanceof Block value) {
          held.add(new Held(field, "", value));
        }
      } else {
        Object collection = read(field, block);
        if (collection != null) {
          BlockCollections.elements(collection)
              .forEach((suffix, value) -> held.add(new Held(field, suffix, value)));
        }
      }
    }
    return held;
  }

  /** Whether a class has fields that can hold blocks. */
  static boolean areIn(Class<?> leaf) {
    return !candidates(leaf).isEmpty();
  }

  private static List<Field> candidates(Class<?> leaf) {
    List<Field> candidates = new ArrayList<>();
    for (Class<?> type = leaf; ownFields(type); type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())
            && (Block.class.isAssignableFrom(field.getType())
                || BlockCollections.isDeclaredBy(field))) {
          candidates.add(field);
        }
      }
    }
    return candidates;
  }

  private static boolean ownFields(Class<?> type) {
    return type != null
        && type != AbstractBlock.class
        && type != AbstractBaseBlock.class
        && type != Object.class;
  }

  private static @Nullable Object read(Field field, Block block) {
    try {
      makeAccessible(field);
      return field.get(block);
    } catch (InaccessibleObjectException | IllegalAccessException e) {
      // Without an agent to open the module: what it registered as children is still seen.
      return field;
    }
  }

  private static void makeAccessible(Field field) {
    try {
      field.setAccessible(true);
    } catch (InaccessibleObjectException e) {
      if (!AgentServices.open(field.getDeclaringClass())) {
        throw e;
      }
      field.setAccessible(true);
    }
  }
}
