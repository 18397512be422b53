// SPDX-License-Identifier: Apache-2.0
package dev.layertap.model;

import ai.djl.nn.Block;
import ai.djl.nn.SymbolBlock;
import ai.djl.nn.recurrent.RecurrentBlock;
import dev.layertap.spi.BlockInterior;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Asks the engines' parts of Layertap what is inside of a block that DJL runs as one. */
public final class Interiors {
  /** Written when an engine loads its first model; a part of Layertap may come with each engine. */
  private final List<BlockInterior> providers = new CopyOnWriteArrayList<>();

  /** Knows no engine yet. */
  public Interiors() {}

  /**
   * Adds a provider.
   *
   * @param provider asked of every block from now on
   */
  public void add(BlockInterior provider) {
    providers.add(provider);
  }

  /**
   * Takes a provider away.
   *
   * @param provider asked no more
   */
  public void remove(BlockInterior provider) {
    providers.remove(provider);
  }

  Optional<BlockInterior.Interior> of(Block block) {
    for (BlockInterior provider : providers) {
      Optional<BlockInterior.Interior> known = provider.of(block);
      if (known.isPresent()) {
        return known;
      }
    }
    return reasonWithoutProvider(block).map(Interiors::closed);
  }

  private static BlockInterior.Interior closed(String reason) {
    return new BlockInterior.Interior("", "", List.of(), Optional.of(reason));
  }

  private static Optional<String> reasonWithoutProvider(Block block) {
    if (block instanceof SymbolBlock) {
      return Optional.of(
          "an imported model, which DJL runs as one block (a TorchScript model can be seen into if"
              + " the agent and layertap-torchscript are there before it is loaded)");
    }
    if (block instanceof RecurrentBlock) {
      return Optional.of("a recurrent network, whose layers and steps run as one native operation");
    }
    return Optional.empty();
  }
}
