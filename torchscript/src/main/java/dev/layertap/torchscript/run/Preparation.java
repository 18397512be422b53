// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.pytorch.engine.PtSymbolBlock;
import dev.layertap.spi.BlockInterior;
import dev.layertap.torchscript.cache.CacheSettings;
import dev.layertap.torchscript.cache.ModelKey;
import dev.layertap.torchscript.cache.OwnCode;
import dev.layertap.torchscript.code.TypeName;
import dev.layertap.torchscript.twin.OpaquePlace;
import dev.layertap.torchscript.twin.Place;
import dev.layertap.torchscript.twin.Twins;
import dev.layertap.trace.Tracer;
import dev.layertap.value.Value;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does what a start needs before the first model is there: the agent calls it while the app loads
 * the engine's libraries.
 *
 * <p>A class that nobody has used yet costs the third part of a millisecond, and between an app and
 * its model stand a hundred.
 */
public final class Preparation {
  /** What a model goes through whose copy is in the cache, as far as nothing below uses it. */
  private static final List<Class<?>> ON_THE_WAY =
      List.of(
          Tracer.class,
          ModelSource.class,
          OutlineReader.class,
          Outline.class,
          BlockInterior.Interior.class,
          BlockInterior.Module.class,
          TypeName.class,
          Place.class,
          Place.Signature.class,
          OpaquePlace.class,
          OpaquePlace.Cause.class,
          Twins.class,
          Value.Opaque.class,
          RewrittenModel.class,
          LoadedModel.class);

  private Preparation() {}

  /**
   * Makes ready.
   *
   * @param configuration as the agent read it
   * @throws IOException if the cache cannot be used
   * @throws IllegalAccessException if a class may not be used from here
   */
  public static void prepare(Map<String, Object> configuration)
      throws IOException, IllegalAccessException {
    ModelCache cache = new ModelCache(CacheSettings.configured(configuration));
    EngineHooks unused = new EngineHooks(new LoadedModels(), cache, false);
    for (Class<?> type : ON_THE_WAY) {
      Class<?> unusedType = MethodHandles.lookup().ensureInitialized(type);
    }
    Class<?> unusedBlock = PtSymbolBlock.class; // is loaded, and not initialised: that is the app's
    cache.prepare();
    Optional<Path> own = OwnCode.place();
    if (own.isPresent() && Files.isRegularFile(own.get())) {
      // A jar is a zip as a model is, so it goes the same way; what is found in it is of no use.
      Optional<String> unusedKey = ModelKey.of(own.get(), Optional.empty(), Map.of());
      Optional<Outline> unusedOutline = KeptOriginal.outline(own.get(), "");
    }
  }
}
