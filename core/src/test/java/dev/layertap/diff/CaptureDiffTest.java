// SPDX-License-Identifier: Apache-2.0
package dev.layertap.diff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.layertap.compare.Comparison;
import dev.layertap.compare.Mismatch;
import dev.layertap.diff.PlaceDiff.Result;
import dev.layertap.file.ArrayFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureDiffTest {
  private static final float NAN = Float.NaN;
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private final NDManager manager = NDManager.newBaseManager();
  private final Path folder;
  private final Path a;
  private final Path b;

  CaptureDiffTest(@TempDir Path folder) {
    this.folder = folder;
    this.a = folder.resolve("a.npz");
    this.b = folder.resolve("b.npz");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray floats(float... values) {
    return manager.create(values);
  }

  private static Map<String, NDArray> named(Object... namesAndArrays) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    for (int i = 0; i < namesAndArrays.length; i += 2) {
      arrays.put((String) namesAndArrays[i], (NDArray) namesAndArrays[i + 1]);
    }
    return arrays;
  }

  private CaptureDiff diff(Map<String, NDArray> one, Map<String, NDArray> other)
      throws IOException {
    ArrayFile.write(a, one);
    ArrayFile.write(b, other);
    return CaptureDiff.of(a, b);
  }

  private Result result(NDArray one, NDArray other) throws IOException {
    return diff(named("x#0", one), named("x#0", other)).compare().places().get(0).result();
  }

  private static List<String> keys(DiffReport report) {
    return report.places().stream().map(place -> place.key().toString()).toList();
  }

  @Test
  void theFirstPlaceThatPartsIsTheFirstThatRan() throws IOException {
    DiffReport report =
        diff(
                named("z#0", floats(1), "b#0", floats(2, 3), "a#0", floats(9), "#0", floats(5)),
                named("z#0", floats(1), "b#0", floats(2, 3.5f), "a#0", floats(8), "#0", floats(5)))
            .compare();
    assertThat(keys(report)).containsExactly("z#0", "b#0", "a#0", "#0");
    assertThat(report.isSame()).isFalse();
    assertThat(report.isOrderKnown()).isTrue();
    PlaceDiff first = report.first().orElseThrow();
    assertThat(first.key()).hasToString("b#0");
    assertThat(first.result()).isEqualTo(Result.VALUES);
    Mismatch mismatch = first.comparison().flatMap(Comparison::first).orElseThrow();
    assertThat(mismatch.position()).isEqualTo("[1]");
    assertThat(List.of(mismatch.actual(), mismatch.expected())).containsExactly("3.0", "3.5");
    assertThat(first.relativeError()).isEqualTo(0.5 / 3.5);
    assertThat(report.count(Result.VALUES)).isEqualTo(2);
  }

  @Test
  void whatIsWithinTheToleranceIsTheSameAndItsErrorIsKnown() throws IOException {
    CaptureDiff diff = diff(named("x#0", floats(100, 2)), named("x#0", floats(100.0001f, -0f + 2)));
    PlaceDiff place = diff.compare().places().get(0);
    assertThat(place.result()).isEqualTo(Result.SAME);
    assertThat(place.comparison().orElseThrow().largestError()).isBetween(0.9e-4, 1.1e-4);
    assertThat(diff.relative(0).absolute(0).compare().isSame()).isFalse();
    assertThat(diff.absolute(1e-3).compare().isSame()).isTrue();
  }

  @Test
  void integersAndTruthAreTheSameOnlyIfTheyAreEqual() throws IOException {
    NDArray numbers = manager.create(new long[] {Long.MAX_VALUE, 5});
    NDArray others = manager.create(new long[] {Long.MAX_VALUE - 1, 5});
    assertThat(result(numbers, others)).isEqualTo(Result.VALUES);
    assertThat(diff(named("x", numbers), named("x", others)).absolute(1).compare().isSame())
        .isTrue();
    assertThat(result(manager.create(new boolean[] {true}), manager.create(new boolean[] {false})))
        .isEqualTo(Result.VALUES);
  }

  @Test
  void whatIsNoNumberIsTheSameAtTheSamePlace() throws IOException {
    assertThat(result(floats(NAN, INFINITY, -INFINITY, 0f), floats(NAN, INFINITY, -INFINITY, -0f)))
        .isEqualTo(Result.SAME);
    for (float other : new float[] {1, INFINITY, -INFINITY}) {
      assertThat(result(floats(NAN), floats(other))).isEqualTo(Result.VALUES);
      assertThat(result(floats(other), floats(NAN))).isEqualTo(Result.VALUES);
    }
    DiffReport report =
        diff(named("x", floats(INFINITY, 1)), named("x", floats(-INFINITY, 2))).compare();
    assertThat(report.places().get(0).comparison().orElseThrow().largestError())
        .isEqualTo(INFINITY);
  }

  @Test
  void emptyArraysAndScalarsAreCompared() throws IOException {
    NDArray empty = manager.create(new Shape(0, 3));
    assertThat(result(empty, empty)).isEqualTo(Result.SAME);
    assertThat(result(empty, manager.create(new Shape(3, 0)))).isEqualTo(Result.SHAPE);
    assertThat(result(manager.create(1f), manager.create(1f))).isEqualTo(Result.SAME);
    assertThat(result(manager.create(1f), manager.create(2f))).isEqualTo(Result.VALUES);
  }

  @Test
  void anotherShapeIsADifferenceAndOfAsManyElementsTheValuesAreCompared() throws IOException {
    NDArray row = manager.ones(new Shape(1, 4));
    NDArray square = manager.ones(new Shape(2, 2));
    PlaceDiff place = diff(named("x", row), named("x", square)).compare().first().orElseThrow();
    assertThat(place.result()).isEqualTo(Result.SHAPE);
    assertThat(place.comparison().orElseThrow().isSame()).isTrue();
    PlaceDiff longer = diff(named("x", row), named("x", floats(1))).compare().first().orElseThrow();
    assertThat(longer.result()).isEqualTo(Result.SHAPE);
    assertThat(longer.comparison()).isEmpty();
  }

  @Test
  void anotherTypeIsSeenAndADifferenceOnlyIfThatWasSaid() throws IOException {
    NDArray numbers = floats(0.1f, 1000.3f);
    CaptureDiff diff =
        diff(named("x", numbers), named("x", numbers.toType(DataType.FLOAT16, false)));
    PlaceDiff place = diff.compare().places().get(0);
    assertThat(place.result()).isEqualTo(Result.SAME);
    assertThat(place.hasOtherType()).isTrue();
    assertThat(place.tolerance()).hasToString("1.0E-5 absolute + 0.001 relative");
    assertThat(diff.strictTypes().compare().first().orElseThrow().result()).isEqualTo(Result.TYPE);
    assertThat(result(floats(1, 2), manager.create(new int[] {1, 2}))).isEqualTo(Result.SAME);
  }

  @Test
  void bfloat16IsComparedWithWhatItIs() throws IOException {
    ArrayFile.write(a, named("x", floats(0.80859375f, 1)));
    Path other =
        safetensors(
            "{\"x\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}",
            new byte[] {0x4f, 0x3f, (byte) 0x80, 0x3f});
    DiffReport report = CaptureDiff.of(a, other).relative(0).absolute(0).compare();
    assertThat(report.isSame()).isTrue();
    assertThat(report.places().get(0).hasOtherType()).isTrue();
  }

  @Test
  void whatOnlyOneHasStandsWhereItRanAndIsADifferenceUnlessThatIsLeftOut() throws IOException {
    CaptureDiff diff =
        diff(
            named("a", floats(1), "c", floats(1), "d", floats(1)),
            named("a", floats(1), "b", floats(1), "c", floats(1)));
    DiffReport report = diff.compare();
    assertThat(keys(report)).containsExactly("a#0", "b#0", "c#0", "d#0");
    assertThat(report.places().stream().map(PlaceDiff::result))
        .containsExactly(Result.SAME, Result.ONLY_IN_B, Result.SAME, Result.ONLY_IN_A);
    assertThat(report.first()).isEmpty();
    assertThat(report.isSame()).isFalse();
    assertThat(diff.commonOnly().compare().isSame()).isTrue();
    DiffReport nothing = diff(named("a", floats(1)), named("b", floats(1))).commonOnly().compare();
    assertThat(nothing.hasCommon()).isFalse();
    assertThat(nothing.isSame()).isFalse();
  }

  @Test
  void barePathsAndEscapedOnesAreTheSameAsLayertapsKeys() throws IOException {
    Map<String, NDArray> keys = named("c d#0", floats(1), "lstm#0/1", floats(2), "#0", floats(3));
    Map<String, NDArray> paths = named("c\\ d", floats(1), "lstm/1", floats(2), ".", floats(3));
    assertThat(diff(keys, paths).compare().isSame()).isTrue();
  }

  @Test
  void placesAreRenamedByTheFirstRuleThatFits() throws IOException {
    CaptureDiff diff =
        diff(
            named("conv.0#0", floats(1), "head#1/k", floats(2), "#0", floats(3)),
            named(
                "model.conv.0", floats(1),
                "model.fc#1/k", floats(2),
                "model", floats(3),
                "#1", floats(4)));
    diff.rename("model.fc", "head").rename("model.", "").rename("model", ".").commonOnly();
    assertThat(keys(diff.compare())).containsExactly("conv.0#0", "head#1/k", "#0", "#1");
    assertThat(diff.compare().isSame()).isTrue();
  }

  @Test
  void aRenamingThatSaysNothingOrTooMuchIsRefused() throws IOException {
    Map<String, NDArray> arrays = named("net.fc", floats(1), "fc", floats(2));
    refuses(
        () -> diff(arrays, arrays).rename("", "x"),
        "The renaming \"=x\" says nothing before \"=\". Write a path, the beginning of paths with a"
            + " dot at its end, or \".\" for the model itself.");
    refuses(
        () -> diff(arrays, arrays).rename("model.", "net"),
        "The renaming \"model.=net\" makes \"netfc\" of \"model.fc\". Write \"model.=net.\" for all"
            + " that is below, or \"model=net\" for this path alone.");
    refuses(
        () -> diff(arrays, arrays).rename("net.fcc", "x").compare(),
        "The renaming \"net.fcc=x\" fits no name in %s or %s. Did you mean \"net.fc\"?"
            .formatted(a, b));
    refuses(
        () -> diff(arrays, arrays).rename("net.", "").compare(),
        "%s has two arrays for \"fc#0\": \"net.fc\" and \"fc\". Rename one of them.".formatted(a));
    refuses(() -> diff(arrays, arrays).relative(-1), "a tolerance of -1.0 allows nothing");
    refuses(() -> diff(arrays, arrays).absolute(NAN), "a tolerance of NaN allows nothing");
  }

  private static void refuses(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable work, String message) {
    assertThatThrownBy(work).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void safetensorsInTheOrderOfNamesFollowTheOtherFile() throws IOException {
    Path python =
        safetensors(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]},"
                + "\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
                + "\"0\":{\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[12,13]}}",
            new byte[13]);
    ArrayFile.write(a, named("x", floats(0), "b", floats(0), "a", floats(0), "0", floats(0).gt(0)));
    assertThat(keys(CaptureDiff.of(a, python).compare()))
        .containsExactly("x#0", "b#0", "a#0", "0#0");
    DiffReport turned = CaptureDiff.of(python, a).compare();
    assertThat(keys(turned)).containsExactly("x#0", "b#0", "a#0", "0#0");
    assertThat(turned.isOrderKnown()).isTrue();
    assertThat(CaptureDiff.of(python, python).compare().isOrderKnown()).isFalse();
    Path java = folder.resolve("java.safetensors");
    ArrayFile.write(java, named("x", floats(0), "b", floats(0), "a", floats(0)));
    assertThat(keys(CaptureDiff.of(python, java).compare()))
        .containsExactly("x#0", "b#0", "a#0", "0#0");
  }

  private Path safetensors(String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(UTF_8);
    byte[] all =
        ByteBuffer.allocate(Long.BYTES + json.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .put(data)
            .array();
    return Files.write(folder.resolve("python.safetensors"), all);
  }
}
