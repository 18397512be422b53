// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.layertap.Activation;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Activations as files: one of each tensor format with all of them, and a picture of each. */
final class ActivationFiles {
  private final Path folder;
  private final List<Path> written = new ArrayList<>();

  private ActivationFiles(Path folder) {
    this.folder = folder;
  }

  /** Writes all files, replacing those of an earlier run, and returns them. */
  static List<Path> write(List<Activation> activations, Path folder) throws IOException {
    ActivationFiles files = new ActivationFiles(folder);
    Files.createDirectories(folder);
    Map<String, NDArray> named = named(activations);
    NDList arrays = new NDList();
    named.forEach(
        (name, array) -> {
          NDArray copy = array.duplicate();
          copy.setName(name);
          arrays.add(copy);
        });
    files.write("activations.safetensors", arrays.encode(NDList.Encoding.SAFETENSORS));
    files.write("activations.npz", arrays.encode(NDList.Encoding.NPZ));
    for (NDArray array : arrays) {
      FeatureMaps maps = new FeatureMaps(array.getShape(), array.toFloatArray());
      files.write(array.getName().replaceAll("[^\\w.#-]", "_") + ".png", png(maps.draw()));
    }
    return files.written;
  }

  /** A name may stand for many activations: then they are numbered. */
  private static Map<String, NDArray> named(List<Activation> activations) {
    Map<String, Integer> count = new HashMap<>();
    activations.forEach(activation -> count.merge(activation.name(), 1, Integer::sum));
    Map<String, Integer> next = new HashMap<>();
    Map<String, NDArray> named = new LinkedHashMap<>();
    for (Activation activation : activations) {
      String name = activation.name();
      int number = next.merge(name, 1, Integer::sum) - 1;
      named.put(count.get(name) == 1 ? name : name + "#" + number, activation.array());
    }
    return named;
  }

  private static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  /** Writes beside the target first, so that nobody ever reads half a file. */
  private void write(String name, byte[] bytes) throws IOException {
    Path target = folder.resolve(name);
    Path whole = Files.createTempFile(folder, name, ".tmp");
    try {
      Files.write(whole, bytes);
      Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
    written.add(target);
  }
}
