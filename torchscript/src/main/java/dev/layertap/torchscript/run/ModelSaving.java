// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.archive.ZipArchive;
import dev.layertap.torchscript.archive.ZipRewriter;
import dev.layertap.torchscript.pickle.PickleDict;
import dev.layertap.torchscript.pickle.PickleValue;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Saves a model as it would be without Layertap: the original's code, with the tensors that the
 * model has now.
 *
 * <p>libtorch itself writes both, the running model and the original loaded anew. Twins have no
 * tensors, so both number them alike.
 */
final class ModelSaving {
  /** Code and structure; tensors stay where they are. */
  private static final long MAX_ENTRY = 256L << 20;

  private final OwnCalls own;
  private final Consumer<String> user;

  ModelSaving(OwnCalls own, Consumer<String> user) {
    this.own = own;
    this.user = user;
  }

  /** {@code JniUtils.writeModule}. */
  @Nullable Instead save(
      PtSymbolBlock block, LoadedModel model, OutputStream out, boolean withSize) {
    return own.instead(
        () -> {
          Path folder = Files.createTempDirectory("layertap-save");
          try {
            save(block, model, folder, out, withSize);
          } finally {
            deleteAll(folder);
          }
          return null;
        });
  }

  private void save(
      PtSymbolBlock block, LoadedModel model, Path folder, OutputStream out, boolean withSize)
      throws IOException {
    Path file;
    try {
      file = withoutTwins(block, model.original(), folder);
    } catch (IOException | RuntimeException e) {
      user.accept(
          "What is saved of "
              + model.original()
              + " has Layertap's methods beside its own, because they cannot be taken out: "
              + e.getMessage());
      JniUtils.writeModule(block, out, withSize);
      return;
    }
    if (withSize) {
      new DataOutputStream(out).writeLong(Files.size(file));
    }
    Files.copy(file, out);
  }

  private static Path withoutTwins(PtSymbolBlock block, Path original, Path folder)
      throws IOException {
    Path present = written(block, folder.resolve("present"));
    Path code;
    try (PtNDManager manager = (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
        PtSymbolBlock anew =
            JniUtils.loadModule(manager, original, false, new String[0], new String[0], true)) {
      code = written(anew, folder.resolve("code"));
      boolean training = isTraining(present);
      if (isTraining(code) != training) {
        if (training) {
          JniUtils.enableTrainingMode(anew);
        } else {
          JniUtils.enableInferenceMode(anew);
        }
        code = written(anew, folder.resolve("code"));
      }
    }
    Path joined = folder.resolve("joined");
    join(present, code, joined);
    return joined;
  }

  private static Path written(PtSymbolBlock block, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      JniUtils.writeModule(block, out, false);
    }
    return file;
  }

  private static boolean isTraining(Path file) throws IOException {
    PickleValue state = TorchScriptArchive.open(file).root().object().orElseThrow().state();
    return state instanceof PickleDict dict
        && dict.get("training").filter(new PickleValue.Bool(true)::equals).isPresent();
  }

  /** The tensors of one archive, and all else of the other. */
  private static void join(Path tensors, Path code, Path target) throws IOException {
    try (ZipArchive present = ZipArchive.open(tensors);
        ZipArchive original = ZipArchive.open(code)) {
      ZipRewriter rewriter = new ZipRewriter(present);
      for (String name : present.names()) {
        if (isTensor(name) && !(original.has(name) && original.size(name) == present.size(name))) {
          throw new IOException("it has other tensors now than in its file");
        } else if (!original.has(name)) {
          rewriter.remove(name);
        }
      }
      for (String name : original.names()) {
        if (!isTensor(name)) {
          rewriter.put(name, original.read(name, MAX_ENTRY));
        } else if (!present.has(name)) {
          throw new IOException("it has fewer tensors now than in its file");
        }
      }
      rewriter.write(target);
    }
  }

  private static boolean isTensor(String name) {
    return name.indexOf("/data/") == name.indexOf('/');
  }

  private static void deleteAll(Path folder) throws IOException {
    for (String name : new String[] {"present", "code", "joined"}) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.delete(folder);
  }
}
