// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Arrays by key, as make_fixtures.py writes them. */
record Recording(Map<String, NDArray> arrays) {

  static Recording read(NDManager manager, Path file) throws IOException {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(file)) {
      for (NDArray array : NDList.decode(manager, in)) {
        arrays.put(array.getName(), array);
        array.setName(null);
      }
    }
    return new Recording(arrays);
  }

  NDList inputs() {
    NDList inputs = new NDList();
    NDArray input;
    while ((input = arrays.get("input/" + inputs.size())) != null) {
      inputs.add(input);
    }
    return inputs;
  }

  /** All but the inputs of the model. */
  Map<String, NDArray> activations() {
    Map<String, NDArray> activations = new LinkedHashMap<>(arrays);
    activations.keySet().removeIf(key -> key.startsWith("input/"));
    return activations;
  }

  /** The path in a key: what stands before the last number sign. */
  static String path(String key) {
    return key.substring(0, key.lastIndexOf('#'));
  }

  static boolean isInput(String key) {
    return key.indexOf('<', key.lastIndexOf('#')) >= 0;
  }
}
