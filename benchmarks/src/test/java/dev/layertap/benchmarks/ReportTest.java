// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final List<Figure> FIGURES =
      List.of(
          Figure.of("a.three", "three captures", new Estimate(1.013, 1.009, 1.022), "x", 1.02, 100),
          Figure.of("a.start", "a start", new Estimate(21, 18, 25), "ms", 20, 40),
          Figure.of("a.itself", "itself", new Estimate(1, 0.9, 1.1), "x", Double.NaN, 9));

  @Test
  void theTableSaysWhichBoundsHold() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Report.print(FIGURES, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines().map(String::strip))
        .containsExactly(
            "case                             measured              95% interval      at most",
            "a.three                          1.0130 x       1.0090 x - 1.0220 x     1.0200 x holds",
            "a.start                           21.0 ms         18.0 ms - 25.0 ms      20.0 ms MISSED",
            "a.itself                         1.0000 x       0.9000 x - 1.1000 x",
            "",
            "a.three: three captures",
            "a.start: a start",
            "a.itself: itself");
  }

  @Test
  void theFileHasTheFiguresByName(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("new/figures.json");
    Report.write(FIGURES, file);
    JsonObject document = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    assertThat(document.get("java").getAsString()).isEqualTo(Runtime.version().toString());
    JsonObject figures = document.getAsJsonObject("figures");
    assertThat(figures.keySet()).containsExactly("a.three", "a.start", "a.itself");
    assertThat(figures.get("a.start"))
        .hasToString(
            "{\"value\":21.0,\"low\":18.0,\"high\":25.0,\"unit\":\"ms\",\"bound\":20.0,"
                + "\"holds\":false,\"samples\":40,\"described\":\"a start\"}");
    assertThat(figures.getAsJsonObject("a.itself").keySet()).doesNotContain("bound", "holds");
  }
}
