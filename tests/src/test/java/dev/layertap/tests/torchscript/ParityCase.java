// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A model exported in one way, and what PyTorch's hooks saw in it: a folder of the exporter's. */
final class ParityCase {
  static final List<String> KINDS = List.of("scripted", "traced");

  private final Path folder;
  private final String kind;
  private final JsonObject details;

  private ParityCase(Path folder, String kind, JsonObject details) {
    this.folder = folder;
    this.kind = kind;
    this.details = details;
  }

  /** All cases below a folder, by name and kind. */
  static List<ParityCase> below(Path root) throws IOException {
    try (Stream<Path> folders = Files.list(root)) {
      return folders.filter(Files::isDirectory).sorted().flatMap(ParityCase::in).toList();
    }
  }

  private static Stream<ParityCase> in(Path folder) {
    try {
      JsonObject details =
          JsonUtils.GSON.fromJson(Files.readString(folder.resolve("case.json")), JsonObject.class);
      return KINDS.stream()
          .filter(kind -> Files.exists(folder.resolve(kind + ".pt")))
          .map(kind -> new ParityCase(folder, kind, details));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  String name() {
    return details.get("name").getAsString();
  }

  boolean isTraced() {
    return kind.equals("traced");
  }

  Path model() {
    return folder.resolve(kind + ".pt");
  }

  Path hooks() {
    return folder.resolve("hooks.npz");
  }

  /** What modules were given; not recorded for the large models. */
  Optional<Path> inputHooks() {
    return Optional.of(folder.resolve("inputs.hooks.npz")).filter(Files::exists);
  }

  double tolerance() {
    return details.get("tolerance").getAsDouble();
  }

  /** Empty for {@code forward}. */
  String method() {
    return details.has("method") ? details.get("method").getAsString() : "";
  }

  /** {@code PATH#CALL} as Python names it, in the order in which calls ended. */
  List<String> order() {
    return texts(details.getAsJsonArray("order"));
  }

  /** The name that this export gives a key of Python's. */
  String keyOf(String key) {
    JsonObject renamed = isTraced() ? null : details.getAsJsonObject("renamed_when_scripted");
    return renamed != null && renamed.has(key) ? renamed.get(key).getAsString() : key;
  }

  /** The other paths of modules that stand at several, by the first. */
  Map<String, List<String>> aliases() {
    Map<String, List<String>> aliases = new LinkedHashMap<>();
    details
        .getAsJsonObject("aliases")
        .entrySet()
        .forEach(entry -> aliases.put(entry.getKey(), texts(entry.getValue().getAsJsonArray())));
    return aliases;
  }

  /** Keys for which PyTorch has no array either. */
  boolean isLeftOut(String key) {
    return details.getAsJsonObject("left_out").has(key);
  }

  /**
   * Whether the tracer left another value than Python's, and no sign of it: it returns one tensor,
   * where Python returned several or another one.
   */
  boolean hasAnotherValue(String call, List<String> keys) {
    if (!isTraced()) {
      return false;
    }
    boolean structured = keys.stream().anyMatch(key -> key.startsWith(call + "/"));
    return (structured && tracedType(call).equals("Tensor"))
        || (details.has("another_value_when_traced")
            && texts(details.getAsJsonArray("another_value_when_traced")).contains(call));
  }

  private String tracedType(String call) {
    for (JsonElement traced : details.getAsJsonArray("traced_calls")) {
      if (traced.getAsJsonArray().get(0).getAsString().equals(call)) {
        return traced.getAsJsonArray().get(1).getAsString();
      }
    }
    return "";
  }

  NDList inputs(NDManager manager) throws IOException {
    NDList inputs = new NDList();
    try (NpzFile file = new NpzFile(folder.resolve("inputs.npz"))) {
      for (int i = 0; i < file.keys().size(); i++) {
        inputs.add(file.read(Integer.toString(i)).create(manager));
      }
    }
    if (!method().isEmpty()) {
      NDArray chooser = manager.create(0f);
      chooser.setName("module_method:" + method());
      inputs.add(0, chooser);
    }
    return inputs;
  }

  private static List<String> texts(JsonArray array) {
    return array.asList().stream().map(JsonElement::getAsString).toList();
  }

  @Override
  public String toString() {
    return name() + " " + kind;
  }
}
