// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Scanner;

/** What captures inside of a TorchScript ResNet-18 cost, in some JVMs of their own. */
final class TwinCase implements Case {
  /** One differs from the next by more than the measurements in it do. */
  private static final int JVMS = 3;

  private static final int ROUNDS = 100;
  private static final int OPENINGS = 24;

  @Override
  public String name() {
    return "torchscript.run";
  }

  @Override
  public List<Figure> measure() throws Exception {
    Path folder = Files.createTempDirectory("twin-benchmark");
    Path model = folder.resolve("resnet18.pt");
    Path edited = folder.resolve("edited.pt");
    try {
      if (!PythonExport.run("resnet18", "export_model.py", "resnet18", model.toString())
          || !PythonExport.run(
              "the hand-edited resnet18", "hand_edited_resnet18.py", edited.toString())) {
        return List.of();
      }
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < JVMS; i++) {
        lines.addAll(
            ChildRun.lines(
                TwinRuns.class,
                List.of(
                    "-Xmx2g",
                    "-XX:+EnableDynamicAgentLoading",
                    "-Dlayertap.cache=" + folder.resolve("cache")),
                model.toString(),
                edited.toString()));
      }
      return figures(lines);
    } finally {
      Folders.delete(folder);
    }
  }

  private static List<Figure> figures(List<String> lines) {
    Map<String, List<Estimate>> found = new HashMap<>();
    for (String line : lines) {
      Scanner words = new Scanner(line).useLocale(Locale.ROOT);
      words.next(); // "figure"
      found
          .computeIfAbsent(words.next(), name -> new ArrayList<>())
          .add(new Estimate(words.nextDouble(), words.nextDouble(), words.nextDouble()));
    }
    List<Figure> figures = new ArrayList<>();
    figures.add(
        figure(found, "idle", "rewritten, no scope open, against the original", 1.01, ROUNDS));
    figures.add(
        figure(
            found,
            "hand-edited",
            "three captures, against a hand-edited module that returns the same values",
            1.03,
            ROUNDS));
    figures.add(
        figure(
            found,
            "hand-edited-at-first",
            "the same before the JVM has compiled all of it",
            Double.NaN,
            ROUNDS));
    figures.add(figure(found, "every", "every module, against no scope", 1.15, ROUNDS));
    figures.add(
        figure(
            found,
            "first",
            "the first pass in a scope of a warm model, against a steady one",
            1.5,
            OPENINGS));
    figures.add(figure(found, "second", "the second pass likewise", 1.5, OPENINGS));
    return figures;
  }

  private static Figure figure(
      Map<String, List<Estimate>> found, String name, String described, double bound, int samples) {
    return Figure.of(
        "torchscript.run." + name,
        "ResNet-18 in TorchScript, " + described,
        Estimate.ofAll(Objects.requireNonNull(found.get(name), name)),
        "x",
        bound,
        JVMS * samples);
  }
}
