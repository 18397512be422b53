// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import dev.layertap.torchscript.cache.CacheSettings;
import dev.layertap.torchscript.cache.ClaimedFile;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A JVM that uses a cache: what to do, the folder, the model. */
public final class CacheUser {
  private CacheUser() {}

  public static void main(String[] args) throws Exception {
    ModelCache cache = in(Path.of(args[1]));
    ModelSource model = ModelSource.of(Path.of(args[2]));
    switch (args[0]) {
      case "hold-part" -> {
        try (ClaimedFile part = cache.temporary()) {
          Files.writeString(part.file(), "not whole yet");
          waitToBeKilled();
        }
      }
      case "hold-copy" -> {
        try (RewrittenModel used = cache.rewrite(model)) {
          waitToBeKilled();
          System.out.println(used.file());
        }
      }
      case "hold-twice" -> {
        AutoCloseable first = byAnotherCopyOfTheCode(Path.of(args[1]), model.file());
        try (AutoCloseable second = byAnotherCopyOfTheCode(Path.of(args[1]), model.file())) {
          first.close();
          waitToBeKilled();
          System.out.println(second);
        }
      }
      case "write" -> {
        cache.rewriteAnew(model).close();
        System.out.println("ready");
        while (System.in.available() == 0) {
          cache.rewriteAnew(model).close();
        }
      }
      default -> load(cache, model.file());
    }
  }

  private static ModelCache in(Path folder) {
    return new ModelCache(new CacheSettings(Optional.of(folder), Long.MAX_VALUE));
  }

  /** As a web app has one that brings Layertap itself. */
  private static AutoCloseable byAnotherCopyOfTheCode(Path folder, Path model) throws Exception {
    List<URL> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      classPath.add(Path.of(entry).toUri().toURL());
    }
    ClassLoader copy =
        new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    return (AutoCloseable)
        copy.loadClass(CacheUser.class.getName())
            .getMethod("use", Path.class, Path.class)
            .invoke(null, folder, model);
  }

  /** Uses a model's copy until what is returned is closed. */
  public static AutoCloseable use(Path folder, Path model) throws Exception {
    return in(folder).rewrite(ModelSource.of(model));
  }

  private static void waitToBeKilled() throws Exception {
    System.out.println("ready");
    int unused = System.in.read();
  }

  private static void load(ModelCache cache, Path file) {
    LoadedModels models = new LoadedModels();
    ModelLoading loading =
        new ModelLoading(
            models, cache, new OwnCalls(), line -> System.out.println("said: " + line));
    PtNDManager manager = (PtNDManager) NDManager.newBaseManager("PyTorch");
    for (int i = 0; i < 2; i++) {
      Instead instead =
          requireNonNull(loading.file(manager, file, false, new String[0], new String[0], false));
      PtSymbolBlock block = (PtSymbolBlock) requireNonNull(instead.get());
      System.out.println("methods: " + Arrays.toString(JniUtils.getMethodNames(block)));
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
