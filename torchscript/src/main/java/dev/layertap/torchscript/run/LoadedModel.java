// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import dev.layertap.spi.BlockInterior;
import dev.layertap.value.Value;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** A model that the engine has loaded from its rewritten copy. */
final class LoadedModel {
  private final RewrittenModel model;
  private final BlockInterior.Interior interior;
  private final boolean frozen;

  /**
   * Takes what was loaded.
   *
   * @param model the model and its copy
   * @param frozen whether nothing can change its weights
   */
  LoadedModel(RewrittenModel model, boolean frozen) {
    this.model = model;
    this.interior = model.interior();
    this.frozen = frozen;
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
    Set<String> original = new HashSet<>();
    model.archive().root().code().methods().forEach(method -> original.add(method.name()));
    return Arrays.stream(methods).filter(original::contains).toArray(String[]::new);
  }

  /** Whether the original file is what saving this model means. */
  boolean isSavedByItsFile() {
    return frozen && Files.isRegularFile(model.original());
  }

  /** Writes the original as the engine would: behind its length, if asked. */
  void save(OutputStream out, boolean withSize) throws IOException {
    if (withSize) {
      new DataOutputStream(out).writeLong(Files.size(model.original()));
    }
    Files.copy(model.original(), out);
  }
}
