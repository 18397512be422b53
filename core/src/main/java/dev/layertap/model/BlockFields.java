// SPDX-License-Identifier: Apache-2.0
package dev.layertap.model;

import ai.djl.nn.AbstractBaseBlock;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** The blocks that another block holds in its fields, registered as children or not. */
final class BlockFields {
  /** A field and the block that it holds now. */
  record Held(Field field, Block block) {}

  private BlockFields() {}

  static List<Held> of(Block block) {
    List<Held> held = new ArrayList<>();
    for (Class<?> type = block.getClass(); ownFields(type); type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())
            && Block.class.isAssignableFrom(field.getType())
            && read(field, block) instanceof Block value) {
          held.add(new Held(field, value));
        }
      }
    }
    return held;
  }

  private static boolean ownFields(Class<?> type) {
    return type != null
        && type != AbstractBlock.class
        && type != AbstractBaseBlock.class
        && type != Object.class;
  }

  private static Object read(Field field, Block block) {
    try {
      field.setAccessible(true);
      return field.get(block);
    } catch (InaccessibleObjectException | IllegalAccessException e) {
      // A module that does not open the package: what it registered as children is still seen.
      return field;
    }
  }
}
