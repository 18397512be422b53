// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import dev.layertap.model.ModulePlace;
import dev.layertap.path.ModelPath;
import dev.layertap.select.Place;
import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.twin.OpaquePlace;
import dev.layertap.torchscript.twin.TwinWriter;
import dev.layertap.torchscript.twin.Twins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A TorchScript model that captures without Layertap: any libtorch loads its file, Python's and
 * C++'s too, and it runs as before. Beside each method it has one that returns activations as well.
 *
 * <pre>{@code
 * InstrumentedModel.write(Path.of("resnet18.pt"), Path.of("resnet18-layers.pt"), place -> true, true, false);
 * }</pre>
 *
 * <pre>
 * model = torch.jit.load("resnet18-layers.pt")
 * result, activations = model.layertap_capture(image)     # {"layer1.0.relu#1": tensor, ...}
 * </pre>
 *
 * @param file the file that was written
 * @param methods the capturing method of each method: {@code layertap_capture} of {@code forward}
 * @param captured the places whose values it returns
 * @param opaque what was wanted and cannot be captured, with the reason in {@link Place#opaque}
 */
public record InstrumentedModel(
    Path file, Map<String, String> methods, List<ModulePlace> captured, List<ModulePlace> opaque) {
  private static final Pattern CAPTURE = Pattern.compile("layertap\\d*_capture(_.*)?");

  /** Looks at a model's places before anything is written. */
  @FunctionalInterface
  public interface Check {
    /**
     * Looks at the places.
     *
     * @param places the model's own, and all below it
     * @throws RuntimeException to end the writing before it begins
     */
    void check(List<ModulePlace> places);
  }

  /**
   * Writes an instrumented copy of a model. No libtorch is needed.
   *
   * @param model a file that {@code torch.jit.save} wrote
   * @param file the file to write; it appears whole or not at all, and replaces one that is there
   * @param wanted which places to capture; the model's own outputs are always there
   * @param outputs whether to take what they return
   * @param inputs whether to take what they are given
   * @return what was written
   * @throws IOException as the other method does
   */
  public static InstrumentedModel write(
      Path model, Path file, Predicate<Place> wanted, boolean outputs, boolean inputs)
      throws IOException {
    return write(model, file, wanted, outputs, inputs, places -> {});
  }

  /**
   * Writes an instrumented copy of a model, if a look at its places does not end that.
   *
   * @param model a file that {@code torch.jit.save} wrote
   * @param file the file to write; it appears whole or not at all, and replaces one that is there
   * @param wanted which places to capture; the model's own outputs are always there
   * @param outputs whether to take what they return
   * @param inputs whether to take what they are given
   * @param check is shown the places before anything is written
   * @return what was written
   * @throws ArchiveException if the model is no sound TorchScript archive, is instrumented already,
   *     or is frozen, so that nothing in it could be captured
   * @throws IOException if it cannot be read, or the other file not be written
   * @throws IllegalArgumentException if both files are the same
   */
  public static InstrumentedModel write(
      Path model, Path file, Predicate<Place> wanted, boolean outputs, boolean inputs, Check check)
      throws IOException {
    if (Files.exists(file) && Files.isSameFile(model, file)) {
      throw new IllegalArgumentException(
          "%s is the model itself, which is left as it is. Name another file.".formatted(file));
    }
    TorchScriptArchive archive = TorchScriptArchive.open(model);
    Twins twins = TwinWriter.of(archive).twins();
    check(archive, twins);
    Outline outline = Outline.of(archive, twins);
    List<ModulePlace> below =
        ModulePlace.withDescendants(ModulePlace.of(ModelPath.ROOT, outline.interior().modules()));
    ModulePlace root = outline.root(List.of());
    check.check(Stream.concat(Stream.of(root), below.stream()).toList());
    List<ModulePlace> chosen = below.stream().filter(wanted).toList();
    SortedMap<Integer, List<String>> slots = new TreeMap<>();
    for (ModulePlace place : chosen) {
      add(slots, place, outputs, inputs);
    }
    slots.put(0, List.of(""));
    if (inputs && wanted.test(root)) {
      slots.put(1, List.of(""));
    }
    TwinWriter writer = TwinWriter.forPython(archive, slots);
    write(writer, file);
    return new InstrumentedModel(
        file,
        writer.twins().entries(),
        chosen.stream().filter(place -> place.opaque().isEmpty()).toList(),
        chosen.stream().filter(place -> place.opaque().isPresent()).toList());
  }

  private static void check(TorchScriptArchive archive, Twins twins) throws ArchiveException {
    if (archive.root().code().methods().stream()
        .anyMatch(method -> CAPTURE.matcher(method.name()).matches())) {
      throw new ArchiveException(
          "%s is instrumented already. Instrument the model that it was made of."
              .formatted(archive.file()));
    }
    if (twins.opaque().stream()
        .anyMatch(place -> place.path().isEmpty() && place.cause() == OpaquePlace.Cause.FROZEN)) {
      throw new ArchiveException(
          "%s was frozen: the modules that were inside it are gone, and nothing is left to capture. Instrument the model before torch.jit.freeze."
              .formatted(archive.file()));
    }
    if (twins.entries().isEmpty()) {
      throw new ArchiveException(
          "%s has no method that runs a module whose values can be captured."
              .formatted(archive.file()));
    }
  }

  /** Keys spell paths as PyTorch does, without the backslashes that a selector needs. */
  private static void add(
      SortedMap<Integer, List<String>> slots, ModulePlace place, boolean outputs, boolean inputs) {
    int number = place.module().key();
    String path = String.join(".", place.path().steps());
    if (number != Outline.NO_NUMBER) {
      Stream.of(0, 1)
          .filter(side -> side == 0 ? outputs : inputs)
          .forEach(
              side ->
                  slots.computeIfAbsent(2 * number + side, unseen -> new ArrayList<>()).add(path));
    }
  }

  private static void write(TwinWriter writer, Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Path part =
        target.resolveSibling(".%s.%s.part".formatted(target.getFileName(), UUID.randomUUID()));
    try {
      writer.write(part, Map.of());
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
