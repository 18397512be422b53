// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import dev.layertap.torchscript.twin.TwinRemover;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Saves a model as it would be without twins: its own file if nothing can have changed, else what
 * libtorch saves with the twins taken out.
 */
final class ModelSaving {
  private final LoadedModels models;
  private final ModelCache cache;
  private final Consumer<String> user;

  /** Whether this thread saves on our account, so that we do not step in again. */
  @SuppressWarnings("ThreadLocalUsage") // there is one of this class for one engine
  private final ThreadLocal<@Nullable Boolean> ours = new ThreadLocal<>();

  ModelSaving(LoadedModels models, ModelCache cache, Consumer<String> user) {
    this.models = models;
    this.cache = cache;
    this.user = user;
  }

  /** {@code JniUtils.writeModule}. */
  @Nullable Instead save(PtSymbolBlock block, OutputStream out, boolean withSize) {
    Optional<LoadedModel> model = models.find(block);
    if (ours.get() != null || model.isEmpty()) {
      return null;
    }
    return new Instead(
        () -> {
          save(model.get(), block, out, withSize);
          return null;
        });
  }

  private void save(LoadedModel model, PtSymbolBlock block, OutputStream out, boolean withSize)
      throws IOException {
    if (model.isSavedByItsFile()) {
      write(model.original(), out, withSize);
      return;
    }
    Path saved = cache.temporary("saved");
    Path stripped = cache.temporary("stripped");
    try {
      saveByEngine(block, saved);
      write(withoutTwins(model, saved, stripped), out, withSize);
    } finally {
      Files.deleteIfExists(saved);
      Files.deleteIfExists(stripped);
    }
  }

  private void saveByEngine(PtSymbolBlock block, Path file) throws IOException {
    ours.set(true);
    try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(file))) {
      JniUtils.writeModule(block, to, false);
    } finally {
      ours.remove();
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
