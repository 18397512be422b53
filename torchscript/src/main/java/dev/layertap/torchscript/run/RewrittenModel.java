// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import dev.layertap.model.ModulePlace;
import dev.layertap.path.ModelPath;
import dev.layertap.spi.BlockInterior;
import dev.layertap.torchscript.ModuleInfo;
import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.twin.OpaquePlace;
import dev.layertap.torchscript.twin.Place;
import dev.layertap.torchscript.twin.Twins;
import dev.layertap.value.Value;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model and its rewritten copy.
 *
 * @param original the user's file
 * @param file the copy, with twins
 * @param archive what the original holds
 * @param twins what the copy offers beside
 */
record RewrittenModel(Path original, Path file, TorchScriptArchive archive, Twins twins) {
  /** The key of a module that has no number. */
  static final int NO_NUMBER = -1;

  /** Stands for what the tracer left out of the archive. */
  static final Value REMOVED = new Value.Opaque(OpaquePlace.Cause.REMOVED_BY_TRACING.reason());

  /** What {@code None} means in a value of a slot: Python's, or something that was left out. */
  Value noneOf(int slot) {
    boolean traced =
        twins.places().stream().anyMatch(place -> place.number() == slot / 2 && place.traced());
    return traced ? REMOVED : new Value.None();
  }

  /** The tree of its modules, as core's places are made of. */
  BlockInterior.Interior interior() {
    Map<String, Integer> numbers = new HashMap<>();
    for (Place place : twins.places()) {
      place.paths().forEach(path -> numbers.put(path, place.number()));
    }
    Map<String, String> reasons = new HashMap<>();
    for (OpaquePlace opaque : twins.opaque()) {
      reasons.put(opaque.path(), opaque.cause().reason());
    }
    ModuleInfo root = archive.root();
    return new BlockInterior.Interior(
        "RecursiveScriptModule",
        root.originalName(),
        children(root, numbers, reasons),
        Optional.ofNullable(reasons.get(root.path())));
  }

  /** The place of the model itself. */
  ModulePlace root(List<ModulePlace> below) {
    BlockInterior.Interior interior = interior();
    BlockInterior.Module module =
        new BlockInterior.Module(
            "",
            interior.type(),
            archive.root().type(),
            NO_NUMBER,
            archive.root().parameterCount(),
            interior.opaque(),
            interior.modules());
    return new ModulePlace(ModelPath.ROOT, List.of(), module, below);
  }

  private static List<BlockInterior.Module> children(
      ModuleInfo parent, Map<String, Integer> numbers, Map<String, String> reasons) {
    return parent.children().stream()
        .map(
            module ->
                new BlockInterior.Module(
                    module.name(),
                    module.originalName(),
                    module.type(),
                    numbers.getOrDefault(module.path(), NO_NUMBER),
                    module.parameterCount(),
                    Optional.ofNullable(reasons.get(module.path())),
                    children(module, numbers, reasons)))
        .toList();
  }
}
