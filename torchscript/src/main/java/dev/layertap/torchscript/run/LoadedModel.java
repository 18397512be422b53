// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.pytorch.engine.PtSymbolBlock;
import dev.layertap.spi.BlockInterior;
import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.value.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/** A model that the engine has loaded from its rewritten copy. */
final class LoadedModel {
  private final RewrittenModel model;
  private final BlockInterior.Interior interior;
  private final long handle;

  /**
   * Takes what was loaded.
   *
   * @param model the model and its copy
   * @param block the block that runs it
   */
  LoadedModel(RewrittenModel model, PtSymbolBlock block) {
    this.model = model;
    this.interior = model.interior();
    this.handle = block.getHandle();
  }

  boolean isRunBy(PtSymbolBlock block) {
    try {
      return block.getHandle() == handle;
    } catch (IllegalStateException closed) {
      return true; // and can only be asked what it was
    }
  }

  BlockInterior.Interior interior() {
    return interior;
  }

  boolean hasTwin(String method) {
    return model.twins().entries().containsKey(method);
  }

  /** The method to run in the stead of one that has a twin. */
  String twin(String method) {
    return model.twins().entries().getOrDefault(method, method);
  }

  int selectionSize() {
    return model.twins().selectionSize();
  }

  /** What {@code None} means in a value of a slot. */
  Value noneOf(int slot) {
    return model.noneOf(slot);
  }

  /** Of the copy's methods, those that the original has too. */
  String[] originalMethods(String[] methods) {
    Set<String> original = Set.copyOf(model.methods());
    return Arrays.stream(methods).filter(original::contains).toArray(String[]::new);
  }

  /** The file that the app loads. */
  Path original() {
    return model.original();
  }

  TorchScriptArchive archive() throws IOException {
    return model.archive();
  }

  /** A file that has the original's constants. */
  Path constants() {
    return model.constants();
  }
}
