// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.nn.Block;
import ai.djl.pytorch.engine.PtSymbolBlock;
import dev.layertap.spi.BlockInterior;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/** The models that the engine has loaded since, each for as long as its block is in use. */
final class LoadedModels implements BlockInterior {
  /** A {@code PtSymbolBlock} has no equality of its own, so this tells blocks apart by identity. */
  private final Map<Block, LoadedModel> rewritten =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final Map<Block, String> closed = Collections.synchronizedMap(new WeakHashMap<>());

  void add(PtSymbolBlock block, LoadedModel model) {
    rewritten.put(block, model);
  }

  void addClosed(PtSymbolBlock block, String reason) {
    closed.put(block, reason);
  }

  /** The model that a block still runs: loading parameters into a block gives it another one. */
  Optional<LoadedModel> find(PtSymbolBlock block) {
    LoadedModel model = rewritten.get(block);
    return model != null && model.isRunBy(block) ? Optional.of(model) : Optional.empty();
  }

  @Override
  public Optional<Interior> of(Block block) {
    if (!(block instanceof PtSymbolBlock symbol)) {
      return Optional.empty();
    }
    return find(symbol)
        .map(LoadedModel::interior)
        .or(() -> Optional.of(new Interior("", "", List.of(), Optional.of(reason(symbol)))));
  }

  /** What is loaded now, in JDK types. */
  Map<String, Object> facts() {
    synchronized (rewritten) {
      synchronized (closed) {
        return Map.of(
            "open",
            rewritten.values().stream().map(model -> model.original().toString()).sorted().toList(),
            "closed",
            closed.values().stream().sorted().toList());
      }
    }
  }

  private String reason(PtSymbolBlock block) {
    String known = closed.get(block);
    return known != null
        ? known
        : "a TorchScript model that was loaded before Layertap could rewrite it, or from a .params"
            + " file; load its own file with the agent attached";
  }
}
