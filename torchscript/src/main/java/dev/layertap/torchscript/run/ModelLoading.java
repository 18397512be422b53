// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import dev.layertap.torchscript.cache.UnusableCacheException;
import java.io.DataInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  private final OwnCalls own;
  private final Consumer<String> user;

  /** What the user was told: once is enough. */
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  ModelLoading(LoadedModels models, ModelCache cache, OwnCalls own, Consumer<String> user) {
    this.models = models;
    this.cache = cache;
    this.own = own;
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
    if (cache.holds(file)) {
      return null; // it has its twins
    }
    return own.instead(
        () ->
            load(
                ModelSource.of(file),
                path ->
                    JniUtils.loadModule(
                        manager, path, mapLocation, extraFileKeys, extraFileValues, trainParam)));
  }

  /** {@code JniUtils.loadModule} from a stream. */
  @Nullable Instead stream(
      PtNDManager manager, InputStream stream, boolean mapLocation, boolean hasSize) {
    return own.instead(
        () -> {
          try (ModelSource kept = cache.keep(hasSize ? sized(stream) : stream)) {
            return load(
                kept,
                path -> {
                  try (InputStream copy = Files.newInputStream(path)) {
                    return JniUtils.loadModule(manager, copy, mapLocation, false);
                  }
                });
          } catch (UnusableCacheException e) {
            PtSymbolBlock block = JniUtils.loadModule(manager, stream, mapLocation, hasSize);
            return closed(block, "A model from a stream", e);
          }
        });
  }

  private interface EngineLoad {
    PtSymbolBlock from(Path file) throws IOException;
  }

  private PtSymbolBlock load(ModelSource source, EngineLoad engine) throws IOException {
    Throwable reason;
    try {
      return fromCopy(cache.rewrite(source), engine);
    } catch (EngineException e) {
      // Perhaps something happened to the copy since it was written.
      try {
        RewrittenModel anew = cache.rewriteAnew(source);
        try {
          return fromCopy(anew, engine);
        } catch (EngineException again) {
          anew.discard();
          throw again;
        }
      } catch (IOException
          | RuntimeException
          | LinkageError
          | OutOfMemoryError
          | StackOverflowError again) {
        reason = again;
      }
    } catch (IOException
        | RuntimeException
        | LinkageError
        | OutOfMemoryError
        | StackOverflowError e) {
      // Of the errors, only those that a model can bring about: the app could do without the copy.
      reason = e;
    }
    // A file that is no model at all is said by the engine itself, in its own words.
    return closed(engine.from(source.file()), source.file().toString(), reason);
  }

  private PtSymbolBlock fromCopy(RewrittenModel model, EngineLoad engine) throws IOException {
    try {
      PtSymbolBlock block = engine.from(model.file());
      model.loaded();
      models.add(block, new LoadedModel(model, block));
      return block;
    } catch (IOException | RuntimeException | LinkageError e) {
      model.close();
      throw e;
    }
  }

  private PtSymbolBlock closed(PtSymbolBlock block, String what, Throwable why) {
    boolean refused = why instanceof EngineException;
    models.addClosed(
        block,
        refused
            ? "a TorchScript model whose rewritten copy libtorch refused"
            : "a TorchScript model that could not be rewritten: " + message(why));
    String line =
        what
            + " is loaded as it is, and its modules stay closed"
            + (refused ? ", because libtorch refuses its rewritten copy: " : ": ")
            + message(why);
    if (said.add(line)) {
      user.accept(line);
    }
    return block;
  }

  private static String message(Throwable e) {
    return e.getMessage() == null ? e.toString() : e.getMessage().strip();
  }

  /** DJL's own parameter files hold a model behind its length, and more behind that. */
  private static InputStream sized(InputStream stream) throws IOException {
    long size = new DataInputStream(stream).readLong();
    if (size < 0) {
      return stream; // for the engine, all that there is
    }
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
