// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows figures as a table, and writes them to a file under their names. */
final class Report {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();
  private static final String ROW = "%-28s %12s %25s %12s %s%n";

  private Report() {}

  static void print(List<Figure> figures, PrintStream out) {
    out.printf(ROW, "case", "measured", "95% interval", "at most", "");
    for (Figure one : figures) {
      out.printf(
          ROW,
          one.name(),
          one.shown(one.value()),
          one.shown(one.low()) + " - " + one.shown(one.high()),
          one.shown(one.bound()),
          one.verdict());
    }
    out.println();
    figures.forEach(one -> out.println(one.name() + ": " + one.described()));
  }

  static void write(List<Figure> figures, Path file) throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("java", Runtime.version().toString());
    document.put("processors", Runtime.getRuntime().availableProcessors());
    Map<String, Object> byName = new LinkedHashMap<>();
    for (Figure one : figures) {
      Map<String, Object> figure = new LinkedHashMap<>();
      figure.put("value", one.value());
      figure.put("low", one.low());
      figure.put("high", one.high());
      figure.put("unit", one.unit());
      if (!Double.isNaN(one.bound())) {
        figure.put("bound", one.bound());
        figure.put("holds", one.holds());
      }
      figure.put("samples", one.samples());
      figure.put("described", one.described());
      byName.put(one.name(), figure);
    }
    document.put("figures", byName);
    Path whole = file.toAbsolutePath();
    Files.createDirectories(whole.getParent());
    Files.writeString(whole, GSON.toJson(document) + System.lineSeparator());
  }
}
