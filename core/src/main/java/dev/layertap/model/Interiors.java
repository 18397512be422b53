// SPDX-License-Identifier: Apache-2.0
package dev.layertap.model;

import ai.djl.nn.Block;
import ai.djl.nn.SymbolBlock;
import ai.djl.nn.recurrent.RecurrentBlock;
import dev.layertap.spi.BlockInterior;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Asks the engines' parts of Layertap what is inside of a block that DJL runs as one. */
final class Interiors {
  private static final List<BlockInterior> PROVIDERS =
      ServiceLoader.load(BlockInterior.class, Interiors.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private Interiors() {}

  static Optional<BlockInterior.Interior> of(Block block) {
    return PROVIDERS.stream()
        .flatMap(provider -> provider.of(block).stream())
        .findFirst()
        .or(() -> reasonWithoutProvider(block).map(Interiors::closed));
  }

  private static BlockInterior.Interior closed(String reason) {
    return new BlockInterior.Interior("", List.of(), Optional.of(reason));
  }

  private static Optional<String> reasonWithoutProvider(Block block) {
    if (block instanceof SymbolBlock) {
      return Optional.of("an imported model, which DJL runs as one block");
    }
    if (block instanceof RecurrentBlock) {
      return Optional.of("a recurrent network, whose layers and steps run as one native operation");
    }
    return Optional.empty();
  }
}
