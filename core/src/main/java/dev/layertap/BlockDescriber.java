// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SymbolBlock;
import dev.layertap.model.BlockPlace;
import dev.layertap.model.BlockTree;
import dev.layertap.model.ModulePlace;
import dev.layertap.select.Place;
import dev.layertap.spi.BlockInterior;
import dev.layertap.trace.Tracer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the tree of a model that is made of blocks. */
final class BlockDescriber {
  private BlockDescriber() {}

  static ModelTree describe(Block root) {
    return new ModelTree(node(BlockTree.of(root, Tracer.INSTANCE.interiors()).root(), root));
  }

  private static ModelTree.Node node(BlockPlace place, Block block) {
    List<Shape> inputs = inputShapes(block);
    List<ModelTree.Node> children = new ArrayList<>();
    place.modules().forEach(module -> children.add(node(module, kind(place))));
    // Few stack frames for each level: models may nest deep.
    for (BlockPlace child : place.children()) {
      Block below = child.block().orElse(null);
      if (below != null) {
        children.add(node(child, below));
      }
    }
    return new ModelTree.Node(
        place.path(),
        name(place),
        kind(place).isEmpty() ? type(place, block) : kind(place),
        place.interior().map(BlockInterior.Interior::type).map(BlockDescriber::detail).orElse(""),
        Optional.of(block),
        parameterCount(block),
        inputs,
        outputShapes(block, inputs),
        List.copyOf(children));
  }

  private static ModelTree.Node node(ModulePlace place, String kind) {
    return new ModelTree.Node(
        place.path(),
        name(place),
        kind,
        detail(place.type()),
        Optional.empty(),
        Optional.of(place.module().parameterCount()),
        List.of(),
        List.of(),
        place.children().stream().map(child -> node(child, kind)).toList());
  }

  private static String kind(BlockPlace place) {
    return place.interior().map(BlockInterior.Interior::kind).orElse("");
  }

  /** As PyTorch's compiled modules print what they were before. */
  private static String detail(String type) {
    return type.isEmpty() ? "" : "original_name=" + type;
  }

  private static String name(Place place) {
    List<String> steps = place.path().steps();
    return steps.isEmpty() ? "" : steps.get(steps.size() - 1);
  }

  private static String type(BlockPlace place, Block block) {
    if (block instanceof LambdaBlock lambda && !lambda.getName().equals(LambdaBlock.DEFAULT_NAME)) {
      return lambda.getName();
    }
    return place.type();
  }

  /** As PyTorch counts: each parameter once, wherever it is shared; no running statistics. */
  private static Optional<Long> parameterCount(Block block) {
    Set<Parameter> parameters = Collections.newSetFromMap(new IdentityHashMap<>());
    block.getParameters().forEach(pair -> parameters.add(pair.getValue()));
    long count = 0;
    for (Parameter parameter : parameters) {
      if (!parameter.isInitialized()) {
        return Optional.empty();
      }
      if (parameter.getType() != Parameter.Type.RUNNING_MEAN
          && parameter.getType() != Parameter.Type.RUNNING_VAR) {
        count += parameter.getArray().size();
      }
    }
    return Optional.of(count);
  }

  private static List<Shape> inputShapes(Block block) {
    // A symbol block would run its model on made-up data to answer.
    if (block instanceof SymbolBlock) {
      return List.of();
    }
    try {
      return block.isInitialized() ? List.of(block.getInputShapes()) : List.of();
    } catch (RuntimeException e) {
      // A block of the app's may throw here as it likes; a tree without its shapes is still a tree.
      return List.of();
    }
  }

  private static List<Shape> outputShapes(Block block, List<Shape> inputs) {
    if (inputs.isEmpty()) {
      return List.of();
    }
    try {
      return List.of(block.getOutputShapes(inputs.toArray(Shape[]::new)));
    } catch (RuntimeException e) {
      // Not every block can tell (EncoderDecoder's ask for data); the tree is useful without.
      return List.of();
    }
  }
}
