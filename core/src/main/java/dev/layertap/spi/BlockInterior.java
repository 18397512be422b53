// SPDX-License-Identifier: Apache-2.0
package dev.layertap.spi;

import ai.djl.nn.Block;
import java.util.List;
import java.util.Optional;

/**
 * Sees into blocks that DJL runs as one. Added when the engine that it knows loads its first model.
 */
public interface BlockInterior {
  /**
   * Looks into a block.
   *
   * @param block any block
   * @return what is inside; empty if it is not of a kind that this provider knows
   */
  Optional<Interior> of(Block block);

  /**
   * What is inside of a block.
   *
   * @param kind what PyTorch prints for each of the modules: {@code RecursiveScriptModule}
   * @param type the simple name of the outermost module's type, as it was in Python
   * @param modules the modules directly inside
   * @param opaque why they cannot be captured, if none can
   */
  record Interior(String kind, String type, List<Module> modules, Optional<String> opaque) {}

  /**
   * A module inside of a block.
   *
   * @param name its step of the path
   * @param type the simple name of its type, as it was in Python
   * @param qualifiedType the type's whole name
   * @param key what the provider knows it by
   * @param parameterCount the number of elements of its parameters and of those below it
   * @param opaque why it cannot be captured, if so
   * @param children the modules below
   */
  record Module(
      String name,
      String type,
      String qualifiedType,
      int key,
      long parameterCount,
      Optional<String> opaque,
      List<Module> children) {}
}
