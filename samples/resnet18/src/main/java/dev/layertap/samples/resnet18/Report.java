// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDArray;
import dev.layertap.Activation;
import dev.layertap.ModelTree;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the sample prints. */
record Report(PrintStream out) {
  void tree(ModelTree tree) {
    out.print(tree);
  }

  void classes(Classifications classes) {
    out.println();
    out.println("Top 5 of " + ResNet18.CLASSES + " classes");
    for (Classifications.Classification top : classes.<Classifications.Classification>topK(5)) {
      line("  %-10s %.4f", top.getClassName(), top.getProbability());
    }
  }

  void activations(List<Activation> activations) {
    out.println();
    out.println("Captured in that pass");
    List<String> names = ActivationFiles.names(activations);
    List<String> paths = activations.stream().map(Activation::path).toList();
    String start = "  %-" + width("name", names) + "s  %-" + width("path", paths) + "s  %-17s";
    line(start + " %9s %9s %9s %9s", "name", "path", "shape", "mean", "std", "min", "max");
    for (int i = 0; i < activations.size(); i++) {
      NDArray array = activations.get(i).array();
      Statistics numbers = Statistics.of(array.toFloatArray());
      line(
          start + " %9.4f %9.4f %9.4f %9.4f",
          names.get(i),
          paths.get(i),
          array.getShape(),
          numbers.mean(),
          numbers.std(),
          numbers.min(),
          numbers.max());
    }
  }

  private static int width(String title, List<String> cells) {
    return Stream.concat(Stream.of(title), cells.stream()).mapToInt(String::length).max().orElse(0);
  }

  void annotated(Activation activation) {
    out.println();
    out.println("Of the annotated block, by its generated key: " + activation);
  }

  void files(Path folder, List<Path> files) {
    out.println();
    out.println("Written to " + folder.toAbsolutePath().normalize());
    files.forEach(file -> out.println("  " + file.getFileName()));
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
