// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import dev.layertap.spi.BlockInterior;
import dev.layertap.torchscript.ModuleInfo;
import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.code.FunctionCode;
import dev.layertap.torchscript.twin.OpaquePlace;
import dev.layertap.torchscript.twin.Place;
import dev.layertap.torchscript.twin.Twins;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that has to be known of a model to run it: what its code and objects say, without them.
 *
 * @param type the root's class
 * @param parameterCount how many elements its parameters have
 * @param methods the names of the root's own methods
 * @param interior its modules, as core's places are made of
 * @param twins what its copy offers
 */
record Outline(
    String type,
    long parameterCount,
    List<String> methods,
    BlockInterior.Interior interior,
    Twins twins) {
  /** The key of a module that has no number. */
  static final int NO_NUMBER = -1;

  static Outline of(TorchScriptArchive archive, Twins twins) {
    Map<String, Integer> numbers = new HashMap<>();
    for (Place place : twins.places()) {
      place.paths().forEach(path -> numbers.put(path, place.number()));
    }
    Map<String, String> reasons = new HashMap<>();
    for (OpaquePlace opaque : twins.opaque()) {
      reasons.put(opaque.path(), opaque.cause().reason());
    }
    ModuleInfo root = archive.root();
    List<String> methods = new ArrayList<>();
    for (FunctionCode method : root.code().methods()) {
      methods.add(method.name());
    }
    return new Outline(
        root.type(),
        root.parameterCount(),
        methods,
        new BlockInterior.Interior(
            "RecursiveScriptModule",
            root.originalName(),
            children(root, numbers, reasons),
            Optional.ofNullable(reasons.get(root.path()))),
        twins);
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
