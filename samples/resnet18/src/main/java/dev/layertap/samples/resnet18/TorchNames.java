// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.util.Pair;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model's parameters under the names of a PyTorch state dict, such as {@code
 * layer1.0.bn1.running_mean}.
 */
final class TorchNames {
  private TorchNames() {}

  static Map<String, Parameter> of(Block model) {
    Map<String, Parameter> found = new LinkedHashMap<>();
    collect(model, "", found);
    return found;
  }

  private static void collect(Block block, String prefix, Map<String, Parameter> found) {
    block.getDirectParameters().values().forEach(p -> found.put(prefix + torchName(p), p));
    int index = 0;
    for (Pair<String, Block> child : block.getChildren()) {
      // DJL puts a two-digit number before each child's name.
      String step = block instanceof SequentialBlock ? "" + index : child.getKey().substring(2);
      collect(child.getValue(), prefix + step + ".", found);
      index++;
    }
  }

  private static String torchName(Parameter parameter) {
    return switch (parameter.getType()) {
      case WEIGHT, GAMMA -> "weight";
      case BIAS, BETA -> "bias";
      case RUNNING_MEAN -> "running_mean";
      case RUNNING_VAR -> "running_var";
      case OTHER -> parameter.getName();
    };
  }
}
