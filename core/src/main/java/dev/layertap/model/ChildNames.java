// SPDX-License-Identifier: Apache-2.0
package dev.layertap.model;

import ai.djl.nn.Block;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names a block's registered children as PyTorch would.
 *
 * <p>DJL writes {@code 03layer2}: the given name behind the child's one-based number in two digits.
 * PyTorch writes {@code layer2}, and a zero-based index for what stands in a container.
 */
final class ChildNames {
  /**
   * One registered child.
   *
   * @param name as PyTorch would write it
   * @param djlName as DJL writes it
   */
  record Named(String name, String djlName, Block block) {}

  private ChildNames() {}

  static List<Named> of(Block parent) {
    boolean container = parent instanceof SequentialBlock || parent instanceof ParallelBlock;
    List<Named> children = new ArrayList<>();
    Map<String, Integer> uses = new HashMap<>();
    for (Pair<String, Block> child : parent.getChildren()) {
      String djlName = child.getKey();
      int index = children.size();
      String name = container ? Integer.toString(index) : withoutNumber(djlName, index);
      uses.merge(name, 1, Integer::sum);
      children.add(new Named(name, djlName, child.getValue()));
    }
    // addChildBlock("relu", ...) twice gives two children of one name: only DJL's spelling tells
    // them apart.
    return children.stream()
        .map(
            child ->
                uses.getOrDefault(child.name, 0) == 1
                    ? child
                    : new Named(child.djlName, child.djlName, child.block))
        .toList();
  }

  private static String withoutNumber(String djlName, int index) {
    String number = String.format(Locale.ROOT, "%02d", index + 1);
    boolean numbered = djlName.startsWith(number) && djlName.length() > number.length();
    return numbered ? djlName.substring(number.length()) : djlName;
  }
}
