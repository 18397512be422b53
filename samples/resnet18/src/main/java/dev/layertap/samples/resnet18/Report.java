// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import ai.djl.modality.Classifications;
import dev.layertap.Activation;
import dev.layertap.ModelTree;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

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
    line(
        "  %-8s %-22s %-17s %9s %9s %9s %9s", "name", "path", "shape", "mean", "std", "min", "max");
    for (Activation activation : activations) {
      Statistics numbers = Statistics.of(activation.array().toFloatArray());
      line(
          "  %-8s %-22s %-17s %9.4f %9.4f %9.4f %9.4f",
          activation.name(),
          activation.path(),
          activation.shape(),
          numbers.mean(),
          numbers.std(),
          numbers.min(),
          numbers.max());
    }
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
