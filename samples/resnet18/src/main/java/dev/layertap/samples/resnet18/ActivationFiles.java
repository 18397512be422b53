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
import java.util.Collections;
import java.util.List;
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
    NDList arrays = named(activations);
    files.write("activations.safetensors", arrays.encode(NDList.Encoding.SAFETENSORS));
    files.write("activations.npz", arrays.encode(NDList.Encoding.NPZ));
    for (NDArray array : arrays) {
      FeatureMaps maps = new FeatureMaps(array.getShape(), array.toFloatArray());
      files.write(array.getName().replaceAll("[^\\w.#-]", "_") + ".png", png(maps.draw()));
    }
    return files.written;
  }

  /** Names that differ: where one stands for many activations, they are numbered. */
  static List<String> names(List<Activation> activations) {
    List<String> names = activations.stream().map(Activation::name).toList();
    List<String> different = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      boolean alone = Collections.frequency(names, name) == 1;
      different.add(alone ? name : name + "#" + Collections.frequency(names.subList(0, i), name));
    }
    return different;
  }

  private static NDList named(List<Activation> activations) {
    List<String> names = names(activations);
    NDList arrays = new NDList();
    for (int i = 0; i < names.size(); i++) {
      NDArray copy = activations.get(i).array().duplicate();
      copy.setName(names.get(i));
      arrays.add(copy);
    }
    return arrays;
  }

  private static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  /** Writes beside the target first, so that nobody ever reads half a file. */
  private void write(String name, byte[] bytes) throws IOException {
    Path target = folder.resolve(name);
    Path whole = folder.resolve(name + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      Files.write(whole, bytes);
      Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
    written.add(target);
  }
}
