// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import dev.layertap.torchscript.cache.ClaimedFile;
import dev.layertap.torchscript.twin.TwinRemover;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Saves a model as it would be without twins: what libtorch saves, with the twins taken out. */
final class ModelSaving {
  private final ModelCache cache;
  private final OwnCalls own;
  private final Consumer<String> user;

  ModelSaving(ModelCache cache, OwnCalls own, Consumer<String> user) {
    this.cache = cache;
    this.own = own;
    this.user = user;
  }

  /** {@code JniUtils.writeModule}. */
  @Nullable Instead save(
      PtSymbolBlock block, LoadedModel model, OutputStream out, boolean withSize) {
    return own.instead(
        () -> {
          save(model, block, out, withSize);
          return null;
        });
  }

  private void save(LoadedModel model, PtSymbolBlock block, OutputStream out, boolean withSize)
      throws IOException {
    try (ClaimedFile saved = cache.temporary();
        ClaimedFile stripped = cache.temporary()) {
      saveByEngine(block, saved.file());
      write(withoutTwins(model, saved.file(), stripped.file()), out, withSize);
    }
  }

  private void saveByEngine(PtSymbolBlock block, Path file) throws IOException {
    try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(file))) {
      JniUtils.writeModule(block, to, false);
    }
  }

  /** A model with twins in it is better than none. */
  private Path withoutTwins(LoadedModel model, Path saved, Path stripped) {
    try {
      TwinRemover.of(model.archive()).write(saved, model.constants(), stripped);
      return stripped;
    } catch (IOException | RuntimeException e) {
      user.accept(
          model.original()
              + " is saved with Layertap's methods in it, which change nothing of what it"
              + " computes, because they could not be taken out: "
              + e.getMessage());
      return saved;
    }
  }

  /** As the engine would: behind its length, if asked. */
  private static void write(Path file, OutputStream out, boolean withSize) throws IOException {
    if (withSize) {
      new DataOutputStream(out).writeLong(Files.size(file));
    }
    Files.copy(file, out);
  }
}
