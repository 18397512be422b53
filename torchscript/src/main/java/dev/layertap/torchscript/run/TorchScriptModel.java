// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.layertap.model.ModulePlace;
import dev.layertap.path.ModelPath;
import dev.layertap.select.Place;
import dev.layertap.torchscript.cache.CacheSettings;
import dev.layertap.torchscript.twin.OpaquePlace;
import dev.layertap.trace.AgentLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A TorchScript model that is run for what its modules return, without an agent and without scopes.
 *
 * <pre>{@code
 * try (TorchScriptModel model = TorchScriptModel.load(Path.of("resnet18.pt"));
 *     ModelCapture capture = model.capture(place -> true, true, false, "forward", inputs)) {
 *   capture.values().forEach(System.out::println);
 * }
 * }</pre>
 */
public final class TorchScriptModel implements AutoCloseable {
  private final RewrittenModel model;
  private final PtNDManager manager;
  private final PtSymbolBlock block;
  private final List<ModulePlace> places;
  private final GraphOptimizer optimizer = new GraphOptimizer();

  private TorchScriptModel(RewrittenModel model, PtNDManager manager, PtSymbolBlock block) {
    this.model = model;
    this.manager = manager;
    this.block = block;
    this.places = ModulePlace.of(ModelPath.ROOT, model.interior().modules());
  }

  /**
   * Rewrites a model into the user's cache folder, and loads that on the CPU for inference.
   *
   * @param file a file that {@code torch.jit.save} wrote
   * @return the model; close it
   * @throws dev.layertap.torchscript.archive.ArchiveException if the file is no sound TorchScript
   *     archive
   * @throws IOException if it cannot be read, or the cache not be written
   * @throws IllegalArgumentException if the cache's limit is no amount
   * @throws ai.djl.engine.EngineException if libtorch refuses it
   */
  public static TorchScriptModel load(Path file) throws IOException {
    return load(file, new ModelCache(settings()));
  }

  static TorchScriptModel load(Path file, ModelCache cache) throws IOException {
    ModelSource source = ModelSource.of(file);
    try {
      return load(cache.rewrite(source));
    } catch (EngineException e) {
      // Perhaps something happened to the copy since it was written.
      RewrittenModel anew = cache.rewriteAnew(source);
      try {
        return load(anew);
      } catch (EngineException again) {
        anew.discard();
        throw again;
      }
    }
  }

  private static CacheSettings settings() {
    Map<String, Object> configuration = AgentLink.configurationIfAttached();
    return configuration.containsKey("cache") || configuration.containsKey("cache-limit")
        ? CacheSettings.configured(configuration)
        : CacheSettings.ofUser();
  }

  private static TorchScriptModel load(RewrittenModel model) throws IOException {
    PtNDManager manager = (PtNDManager) NDManager.newBaseManager("PyTorch");
    try {
      PtSymbolBlock block =
          JniUtils.loadModule(manager, model.file(), false, new String[0], new String[0], false);
      model.loaded();
      JniUtils.enableInferenceMode(block);
      return new TorchScriptModel(model, manager, block);
    } catch (IOException | RuntimeException | LinkageError e) {
      manager.close();
      model.close();
      throw e;
    }
  }

  /**
   * Prints the tree of modules.
   *
   * @throws java.io.UncheckedIOException if the model's copy was deleted from the cache since
   * @return the lines of Python's {@code print(torch.jit.load(file))}, each with its path and
   *     parameters behind a {@code #}
   */
  public String printTree() {
    try {
      return model.archive().print();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns what cannot be captured.
   *
   * @return the places, in the order of the tree
   */
  public List<OpaquePlace> opaque() {
    return model.twins().opaque();
  }

  /**
   * Returns the model itself.
   *
   * @return the place of the root, with all below it; its outputs are {@link
   *     ModelCapture#outputs()}
   */
  public ModulePlace root() {
    return model.root(places);
  }

  /**
   * Returns the modules.
   *
   * @return the places below the root, parents first
   */
  public List<ModulePlace> places() {
    return List.copyOf(ModulePlace.withDescendants(places));
  }

  /**
   * Returns the methods that can be run.
   *
   * @return their names: {@code forward}, and what was exported beside
   */
  public List<String> methods() {
    return List.copyOf(model.twins().entries().keySet());
  }

  /**
   * Runs a method and takes what its modules returned.
   *
   * @param wanted which places to capture
   * @param outputs whether to take what they return
   * @param inputs whether to take what they are given
   * @param method the method to run: {@code forward}
   * @param positional the method's arguments, in order
   * @return what came out, which outlives the model; close it
   * @throws IllegalArgumentException if the model has no such method
   * @throws ai.djl.engine.EngineException if the model fails on these inputs
   */
  public ModelCapture capture(
      Predicate<Place> wanted, boolean outputs, boolean inputs, String method, NDList positional) {
    String entry = model.twins().entries().get(method);
    if (entry == null) {
      throw new IllegalArgumentException(
          "%s has no method %s; it has %s"
              .formatted(model.original(), method, String.join(", ", methods())));
    }
    List<ModulePlace> chosen = places().stream().filter(wanted).toList();
    Selection selection =
        new Selection(outputs ? chosen : List.of(), inputs ? chosen : List.of(), model.twins());
    IValue[] arguments =
        Stream.concat(
                Stream.of(selection.asArgument(-1)),
                positional.stream().map(array -> argument(array)))
            .toArray(IValue[]::new);
    try (IValue raw = optimizer.without(() -> IValueUtils.runMethod(block, entry, arguments))) {
      return ModelCapture.of(raw, selection, model);
    } finally {
      Stream.of(arguments).forEach(IValue::close);
    }
  }

  private static IValue argument(NDArray array) {
    return IValue.from((PtNDArray) array);
  }

  /** Releases the model. */
  @Override
  public void close() {
    block.close();
    manager.close();
    try {
      model.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
