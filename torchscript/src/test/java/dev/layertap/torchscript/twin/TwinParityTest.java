// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.layertap.torchscript.Fixture;
import dev.layertap.torchscript.TorchScriptArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rewritten archives in DJL's libtorch against what PyTorch's own hooks saw. */
class TwinParityTest {
  private static final double TOLERANCE = 1e-4;

  static List<Fixture> fixtures() {
    return Fixture.all();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void every_activation_that_the_hooks_saw_is_captured_or_named_as_opaque(
      Fixture fixture, @TempDir Path folder) throws IOException, MalformedModelException {
    Twins twins = rewrite(fixture, folder);
    try (TwinModel model = new TwinModel(folder.resolve("twin.pt"))) {
      Recording recording = Recording.read(model.manager(), fixture.recorded());
      Map<String, NDArray> captured =
          model
              .capture(twins, "forward", recording.inputs(), TwinModel.everything(twins))
              .activations();
      List<String> unexplained = new ArrayList<>();
      recording
          .activations()
          .forEach(
              (key, expected) -> {
                NDArray actual = captured.get(key);
                if (actual == null ? !isExplained(twins, key) : !isEqual(actual, expected)) {
                  if (!(Recording.isInput(key) && hasInputsInTracersOrder(twins, key))) {
                    unexplained.add(key + (actual == null ? " is missing" : " differs: " + actual));
                  }
                }
              });
      assertThat(unexplained).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void outputs_are_the_same_bits_with_and_without_twins(Fixture fixture, @TempDir Path folder)
      throws IOException, MalformedModelException {
    Twins twins = rewrite(fixture, folder);
    try (TwinModel original = new TwinModel(fixture.model());
        TwinModel twin = new TwinModel(folder.resolve("twin.pt"))) {
      NDList inputs = Recording.read(original.manager(), fixture.recorded()).inputs();
      Map<String, NDArray> expected = original.run("forward", inputs);
      assertSameBits(twin.run("forward", inputs), expected);
      assertSameBits(twin.capture(twins, "forward", inputs).result(), expected);
      TwinModel.Reported all = twin.capture(twins, "forward", inputs, TwinModel.everything(twins));
      assertSameBits(all.result(), expected);
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void one_end_of_all_calls_can_be_taken_without_the_other(Fixture fixture, @TempDir Path folder)
      throws IOException, MalformedModelException {
    Twins twins = rewrite(fixture, folder);
    try (TwinModel model = new TwinModel(folder.resolve("twin.pt"))) {
      NDList given = Recording.read(model.manager(), fixture.recorded()).inputs();
      TwinModel.Reported both = model.capture(twins, "forward", given, TwinModel.everything(twins));
      TwinModel.Reported inputs =
          model.capture(twins, "forward", given, TwinModel.side(twins, true));
      TwinModel.Reported outputs =
          model.capture(twins, "forward", given, TwinModel.side(twins, false));
      assertThat(inputs.calls() + outputs.calls()).isEqualTo(both.calls());
      assertSameBits(inputs.activations(), only(both.activations(), true));
      assertSameBits(outputs.activations(), only(both.activations(), false));
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void what_is_taken_with_a_plan_is_what_is_taken_without(Fixture fixture, @TempDir Path folder)
      throws IOException, MalformedModelException {
    Twins twins = rewrite(fixture, folder);
    try (TwinModel without = new TwinModel(folder.resolve("twin.pt"));
        TwinModel planned = new TwinModel(folder.resolve("twin.pt"))) {
      planned.plan(twins);
      NDList given = Recording.read(without.manager(), fixture.recorded()).inputs();
      for (int pass = 0; pass < 2; pass++) {
        int[] all = TwinModel.everything(twins);
        TwinModel.Reported expected = without.capture(twins, "forward", given, all);
        TwinModel.Reported taken = planned.capture(twins, "forward", given, all);
        assertThat(taken.calls()).isEqualTo(expected.calls());
        assertSameBits(taken.result(), expected.result());
        assertSameBits(taken.activations(), expected.activations());
      }
    }
  }

  private static Map<String, NDArray> only(Map<String, NDArray> activations, boolean inputs) {
    Map<String, NDArray> some = new LinkedHashMap<>(activations);
    some.keySet().removeIf(key -> Recording.isInput(key) != inputs);
    return some;
  }

  private static Twins rewrite(Fixture fixture, Path folder) throws IOException {
    TwinWriter writer = TwinWriter.of(TorchScriptArchive.open(fixture.model()));
    writer.write(folder.resolve("twin.pt"));
    return writer.twins();
  }

  private static boolean isExplained(Twins twins, String key) {
    String path = Recording.path(key);
    return twins.opaque().stream()
        .anyMatch(
            opaque ->
                opaque.path().equals(path)
                    || (opaque.cause() == OpaquePlace.Cause.FROZEN
                        && (opaque.path().isEmpty() || path.startsWith(opaque.path() + "."))));
  }

  private static boolean hasInputsInTracersOrder(Twins twins, String key) {
    return twins.places().stream()
        .filter(place -> place.paths().contains(Recording.path(key)))
        .anyMatch(
            place ->
                place.traced()
                    && place.methods().values().stream()
                        .anyMatch(method -> method.parameters().size() > 1));
  }

  private static boolean isEqual(NDArray actual, NDArray expected) {
    if (actual.size() == 0 && expected.size() > 0) {
      return true; // quantised: see TwinModel.readable
    }
    if (!actual.getShape().equals(expected.getShape())
        || actual.getDataType() != expected.getDataType()) {
      return false;
    }
    double[] a = doubles(actual);
    double[] b = doubles(expected);
    double largest = 0;
    for (double value : b) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < a.length; i++) {
      if (!(Math.abs(a[i] - b[i]) <= TOLERANCE * largest) && Double.compare(a[i], b[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  private static double[] doubles(NDArray array) {
    return array.toType(ai.djl.ndarray.types.DataType.FLOAT64, false).toDoubleArray();
  }

  private static void assertSameBits(Map<String, NDArray> actual, Map<String, NDArray> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (key, array) -> {
          NDArray found = Objects.requireNonNull(actual.get(key));
          assertThat(found.getShape()).as(key).isEqualTo(array.getShape());
          assertThat(found.toByteArray()).as(key).isEqualTo(array.toByteArray());
        });
  }
}
