// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures all cases, or those whose names begin with an argument. */
public final class Main {
  private static final String OUT = "--out";

  private Main() {}

  /**
   * Runs the benchmarks.
   *
   * @param args the beginnings of names, and {@code --out FILE} for the file of figures
   * @throws Exception if a case cannot be measured
   */
  public static void main(String[] args) throws Exception {
    List<String> wanted = new ArrayList<>(Arrays.asList(args));
    Path file = Path.of("benchmarks.json");
    int out = wanted.indexOf(OUT);
    if (out >= 0 && out + 1 < wanted.size()) {
      file = Path.of(wanted.remove(out + 1));
      wanted.remove(out);
    }
    List<Case> cases = cases();
    List<Case> chosen = chosen(cases, wanted);
    if (chosen.isEmpty()) {
      System.err.println(
          "No case begins with %s; there are %s."
              .formatted(wanted, cases.stream().map(Case::name).toList()));
      System.exit(2);
    }
    List<Figure> figures = new ArrayList<>();
    for (Case one : chosen) {
      System.err.println("Measuring " + one.name());
      figures.addAll(one.measure());
    }
    Report.print(figures, System.out);
    Report.write(figures, file);
    System.out.println("\nFigures: " + file);
    System.exit(0); // libtorch's threads
  }

  static List<Case> cases() {
    return List.of(
        new IdleCase(),
        new BookkeepingCase(),
        new ResNetCase(),
        new ProcessCase(),
        new AppStartCase(),
        new AppLoadCase(),
        new RewriteCase(),
        new CacheCase(),
        new TwinCase());
  }

  static List<Case> chosen(List<Case> cases, List<String> wanted) {
    return cases.stream()
        .filter(one -> wanted.isEmpty() || wanted.stream().anyMatch(one.name()::startsWith))
        .toList();
  }
}
