// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.DataInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has the engine load a model's rewritten copy instead of the model.
 *
 * <p>Whatever goes wrong with the copy, the model itself is loaded as ever, and its inside is
 * opaque with that reason.
 */
final class ModelLoading {
  private final LoadedModels models;
  private final ModelCache cache;
  private final Consumer<String> user;

  /** Whether this thread is in the engine on our account, so that we do not step in again. */
  @SuppressWarnings("ThreadLocalUsage") // there is one of this class for one engine
  private final ThreadLocal<@Nullable Boolean> ours = new ThreadLocal<>();

  ModelLoading(LoadedModels models, ModelCache cache, Consumer<String> user) {
    this.models = models;
    this.cache = cache;
    this.user = user;
  }

  /** {@code JniUtils.loadModule} from a file. */
  @Nullable Instead file(
      PtNDManager manager,
      Path file,
      boolean mapLocation,
      String[] extraFileKeys,
      String[] extraFileValues,
      boolean trainParam) {
    return insteadOf(
        () ->
            load(
                file,
                !trainParam,
                path ->
                    JniUtils.loadModule(
                        manager, path, mapLocation, extraFileKeys, extraFileValues, trainParam)));
  }

  /** {@code JniUtils.loadModule} from a stream. */
  @Nullable Instead stream(
      PtNDManager manager, InputStream stream, boolean mapLocation, boolean hasSize) {
    return insteadOf(
        () -> {
          InputStream model = hasSize ? sized(stream) : stream;
          return load(
              cache.keep(model),
              false,
              path -> {
                try (InputStream copy = Files.newInputStream(path)) {
                  return JniUtils.loadModule(manager, copy, mapLocation, false);
                }
              });
        });
  }

  private interface EngineLoad {
    PtSymbolBlock from(Path file) throws IOException;
  }

  private @Nullable Instead insteadOf(Callable<PtSymbolBlock> body) {
    if (ours.get() != null) {
      return null;
    }
    return new Instead(
        () -> {
          ours.set(true);
          try {
            return body.call();
          } finally {
            ours.remove();
          }
        });
  }

  private PtSymbolBlock load(Path file, boolean frozen, EngineLoad engine) throws IOException {
    String reason;
    try {
      RewrittenModel model = cache.rewrite(file);
      Optional<PtSymbolBlock> block = tryCopy(model, engine);
      if (block.isPresent()) {
        models.add(block.get(), new LoadedModel(model, frozen, block.get()));
        return block.get();
      }
      reason = "a TorchScript model whose rewritten copy libtorch refused";
    } catch (IOException | RuntimeException | LinkageError e) {
      // A file that is no model at all is said by the engine itself, in its own words.
      reason = "a TorchScript model that could not be rewritten: " + message(e);
      if (Files.isRegularFile(file)) {
        user.accept(file + " is loaded as it is, and its modules stay closed: " + message(e));
      }
    }
    PtSymbolBlock block = engine.from(file);
    models.addClosed(block, reason);
    return block;
  }

  private Optional<PtSymbolBlock> tryCopy(RewrittenModel model, EngineLoad engine)
      throws IOException {
    try {
      return Optional.of(engine.from(model.file()));
    } catch (RuntimeException e) {
      user.accept(
          model.original()
              + " is loaded as it is, and its modules stay closed, because libtorch refuses its"
              + " rewritten copy: "
              + message(e));
      return Optional.empty();
    }
  }

  private static String message(Throwable e) {
    return e.getMessage() == null ? e.toString() : e.getMessage().strip();
  }

  /** DJL's own parameter files hold a model behind its length, and more behind that. */
  private static InputStream sized(InputStream stream) throws IOException {
    long size = new DataInputStream(stream).readLong();
    return new FilterInputStream(stream) {
      private long left = size;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0) {
          return -1;
        }
        int count = super.read(bytes, offset, (int) Math.min(length, left));
        left -= Math.max(count, 0);
        return count;
      }
    };
  }
}
