// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.take.Take;
import dev.layertap.value.Statistics;
import dev.layertap.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What twins make of values inside of a run, against what core makes of the same values after it: a
 * capture of whole values beside has core do it.
 */
class TwinReductionsTest {
  private static final Path WIDE =
      Path.of("..", "torchscript", "src", "test", "resources", "types", "wide.pt");

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @BeforeAll
  static void attach() {
    Layertap.open(".").close();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** Everything that a capture made of all modules, as text and bits. */
  private List<String> taken(String model, String take, boolean afterwards) throws Exception {
    CaptureScope.Builder scopes =
        Layertap.builder().addCapture("taken=**", Take.parse(take)).optQuiet();
    if (afterwards) {
      scopes.addCapture("whole=**", Take.both());
    }
    List<String> lines = new ArrayList<>();
    try (CaptureScope scope = scopes.open();
        CaseModel loaded = CaseModel.load(ModelFiles.fixture(model));
        var predictor = loaded.predictor()) {
      for (int pass = 0; pass < 2; pass++) {
        predictor.predict(ModelFiles.inputs(model, manager)).close();
      }
      for (Activation one : scope.all("taken")) {
        StringBuilder line = new StringBuilder(one.toString());
        for (Map.Entry<String, Value> leaf : one.value().leaves().entrySet()) {
          line.append('\n').append(leaf.getKey()).append(' ');
          if (leaf.getValue() instanceof Value.Tensor tensor) {
            byte[] bytes = tensor.array().toByteArray();
            line.append(tensor.array().getShape()).append(Arrays.hashCode(bytes));
          } else if (leaf.getValue() instanceof Value.Summary summary) {
            line.append(summary.statistics().mean()).append(summary);
          } else {
            line.append(leaf.getValue());
          }
        }
        lines.add(line.toString());
      }
      lines.add(scope.internalErrors().toString());
    }
    return lines;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "statistics",
        "both mean(0)",
        "mean(-1)",
        "mean(0, -1)",
        "max(0)",
        "max(-1, 0) statistics",
        "norm(0)",
        "norm(-1, 0)",
        "slice(0, 0, 1)",
        "slice(-1, -2, 9)",
        "slice(0, 5, 9)",
        "mean(2, 3)",
        "max(0) float16",
        "int64 mean(0)",
        "float64 slice(-1, 0, 2) norm(0) statistics",
        "boolean cpu",
        "both last",
        "both first mean(0)",
        "call(1) statistics",
        "last statistics",
        "every(2) last max(-1)"
      })
  void areTheSameBitsAsThoseThatCoreMakes(String take) throws Exception {
    for (String model :
        List.of(
            "cnn-scripted", "cells-scripted", "inputs", "forks", "quantized", "shared-traced")) {
      if (take.startsWith("call(1)") && model.equals("quantized")) {
        continue; // all of its modules run once
      }
      assertThat(taken(model, take, false)).as(model).isEqualTo(taken(model, take, true));
    }
  }

  private static final List<String> OF_LARGE_ARRAYS =
      List.of(
          "statistics",
          "float16 statistics",
          "float64 statistics",
          "slice(0, 30, 60) statistics",
          "slice(0, 0, 20) statistics",
          "mean(-1) statistics");

  /** Statistics of a module's 16 million elements, which are gone through in many pieces. */
  private Map<String, Statistics> statistics(float[] rows, boolean afterwards) throws Exception {
    CaptureScope.Builder scopes = Layertap.builder();
    for (int i = 0; i < OF_LARGE_ARRAYS.size(); i++) {
      scopes.addCapture("taken%d=steps.2".formatted(i), Take.parse(OF_LARGE_ARRAYS.get(i)));
    }
    if (afterwards) {
      scopes.addCapture("whole=steps.2", Take.outputs());
    }
    Map<String, Statistics> statistics = new LinkedHashMap<>();
    try (CaptureScope scope = scopes.open();
        CaseModel wide = CaseModel.load(WIDE);
        var predictor = wide.predictor()) {
      NDArray input = manager.create(rows).reshape(rows.length, 1);
      predictor.predict(new NDList(input)).close();
      for (int i = 0; i < OF_LARGE_ARRAYS.size(); i++) {
        statistics.put(OF_LARGE_ARRAYS.get(i), scope.get("taken" + i).statistics());
      }
      assertThat(scope.internalErrors()).isEmpty();
    }
    return statistics;
  }

  @Test
  void statisticsOfLargeArraysAreTheSameNumbersAsThoseThatCoreMakes() throws Exception {
    float[] rows = new float[1024];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i % 50 - 20.3f;
    }
    assertThat(statistics(rows, false)).isEqualTo(statistics(rows, true));
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i % 2 == 0 ? 0 : i % 3 - 1; // with 0 to 15 more: zeros among numbers of both signs
    }
    assertThat(statistics(rows, false)).isEqualTo(statistics(rows, true));
    Arrays.fill(rows, 3000); // far from zero, and close to each other
    rows[5] = 0;
    assertThat(statistics(rows, false)).isEqualTo(statistics(rows, true));
    Arrays.fill(rows, 0, 40, Float.NaN); // the first pieces, and a part of one
    rows[500] = Float.POSITIVE_INFINITY;
    rows[900] = Float.NEGATIVE_INFINITY;
    Map<String, Statistics> taken = statistics(rows, false);
    assertThat(taken).isEqualTo(statistics(rows, true));
    assertThat(requireNonNull(taken.get("statistics")).nan()).isEqualTo(40 * 16384);
    assertThat(requireNonNull(taken.get("statistics")).infinite()).isEqualTo(2 * 16384);
    assertThat(requireNonNull(taken.get("slice(0, 0, 20) statistics")).mean()).isNaN();
  }

  @Test
  void aStepThatDoesNotFitSaysSoAndTheRunGoesOn() throws Exception {
    try (CaptureScope scope =
            Layertap.builder().addCapture("fc", Take.outputs().mean(2, 3)).optQuiet().open();
        CaseModel model = CaseModel.load(ModelFiles.fixture("cnn-scripted"));
        var predictor = model.predictor()) {
      try (NDList result = predictor.predict(ModelFiles.inputs("cnn-scripted", manager))) {
        assertThat(result.get(0).getShape().getShape()).containsExactly(2, 5);
      }
      assertThatThrownBy(() -> scope.get("fc").array())
          .hasMessage(
              "fc, pass 0, call 0 cannot be seen: it cannot be kept as \"output mean(2, 3)\": mean(2,"
                  + " 3) does not fit an array of shape (2, 5), which has 2 axes");
    }
  }

  @Test
  void scopesThatWantDifferentThingsOfAModuleEachGetTheirs() throws Exception {
    try (CaptureScope numbers =
            Layertap.builder().addCapture("cell", Take.outputs().last().statistics()).open();
        CaptureScope means =
            Layertap.builder().addCapture("cell", Take.outputs().call(1).mean(0)).open();
        CaptureScope small = Layertap.builder().optBudget(1).open("cell");
        CaseModel model = CaseModel.load(ModelFiles.fixture("cells-scripted"));
        var predictor = model.predictor()) {
      predictor.predict(ModelFiles.inputs("cells-scripted", manager)).close();
      assertThat(numbers.get("cell").call()).isEqualTo(2);
      assertThat(numbers.get("cell").value().leaves().values())
          .hasSize(2)
          .allMatch(Value.Summary.class::isInstance);
      assertThat(means.get("cell").call()).isEqualTo(1);
      for (NDArray array : means.get("cell").arrays()) {
        assertThat(array.getShape().dimension()).isEqualTo(1);
      }
      assertThatThrownBy(() -> small.get("cell"))
          .hasMessageStartingWith(
              "The scope's budget of 1 bytes is used up: cell, pass 0, call 0 ");
    }
  }
}
