// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import dev.layertap.file.ArrayFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffIT {
  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final Path folder;
  private final LayertapProcess layertap;

  DiffIT(@TempDir Path folder) {
    this.folder = folder;
    this.layertap = LayertapProcess.in(folder);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray floats(float... values) {
    return manager.create(values);
  }

  private void write(String name, Object... namesAndArrays) throws IOException {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    for (int i = 0; i < namesAndArrays.length; i += 2) {
      arrays.put((String) namesAndArrays[i], (NDArray) namesAndArrays[i + 1]);
    }
    ArrayFile.write(folder.resolve(name), arrays);
  }

  private void writeTwo() throws IOException {
    NDArray square = floats(1, 2, 3, 4).reshape(new Shape(2, 2));
    NDArray other = floats(1, 2, 3, 4.5f).reshape(new Shape(2, 2));
    write(
        "java.npz",
        "stem#0",
        square,
        "lstm#0/1/0",
        square,
        "relu#0",
        square,
        "relu#1",
        square,
        "pool#0",
        floats(1, 2),
        "only#0",
        square,
        "#0",
        floats(Float.NaN, 1));
    write(
        "python.safetensors",
        "stem",
        square.toType(DataType.FLOAT16, false),
        "lstm#0/1/0",
        other,
        "relu#0",
        square,
        "pool#0",
        floats(1, 2).reshape(new Shape(1, 2)),
        "relu#1",
        square,
        "extra#0",
        square,
        ".",
        floats(Float.NaN, 2));
  }

  @Test
  void theTableShowsAllPlacesInOrderOfExecutionAndThenTheFirstWhereTheyPart() throws Exception {
    writeTwo();
    LayertapProcess.Result result = layertap.run("diff", "java.npz", "python.safetensors");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isEqualTo(ExitCodes.MISS);
    assertThat(result.out())
        .isEqualTo(
            """
            PATH   CALL   SHAPE         TYPE               RESULT     DIFFER    ERROR  RELATIVE
            stem   0      (2, 2)        float32 | float16  same            0        0         0
            lstm   0/1/0  (2, 2)        float32            values       25 %  5.0e-01   1.1e-01
            relu   0      (2, 2)        float32            same            0        0         0
            relu   1      (2, 2)        float32            same            0        0         0
            pool   0      (2) | (1, 2)  float32            shape           0        0         0
            only   0      (2, 2)        float32            only in A
            extra  0      (2, 2)        float32            only in B
            .      0      (2)           float32            values       50 %  1.0e+00   5.0e-01

            They part at element 1/0 of lstm, call 0: place 2 of 6 in order of execution.
            Within 1.0E-5 absolute + 1.3E-6 relative they differ in 1 of 4 elements (25 %).
            The first and worst at [1, 1]: 4.0, expected 4.5; absolute error 0.500, relative error 0.111, 1048576 ULPs.
            Around it, from [1, 0] to [1, 1]:
              actual    3.0 >4.0<
              expected  3.0 >4.5<

            A is java.npz, B is python.safetensors: 3 the same, 2 with other values, 1 of another shape, 1 only in A, 1 only in B, types differ at 1.
            """);
  }

  @Test
  void jsonTellsTheSame() throws Exception {
    writeTwo();
    JsonObject json = layertap.run("diff", "java.npz", "python.safetensors", "--json").json();
    assertThat(json.keySet()).containsExactly("a", "b", "same", "order", "first", "places");
    assertThat(json.get("same").getAsBoolean()).isFalse();
    assertThat(json.get("order").getAsString()).isEqualTo("execution");
    assertThat(json.get("first").getAsString()).isEqualTo("lstm#0/1/0");
    assertThat(json.getAsJsonArray("places").get(1))
        .hasToString(
            "{\"key\":\"lstm#0/1/0\",\"path\":\"lstm\",\"call\":0,\"pass\":0,\"element\":\"/1/0\","
                + "\"result\":\"values\","
                + "\"a\":{\"name\":\"lstm#0/1/0\",\"shape\":[2,2],\"type\":\"float32\"},"
                + "\"b\":{\"name\":\"lstm#0/1/0\",\"shape\":[2,2],\"type\":\"float32\"},"
                + "\"count\":4,\"differing\":1,\"largestError\":0.5,"
                + "\"relativeError\":0.1111111111111111,"
                + "\"firstDifference\":{\"index\":[1,1],\"a\":4.0,\"b\":4.5,\"absoluteError\":0.5,"
                + "\"relativeError\":0.1111111111111111,\"ulps\":1048576},"
                + "\"worstDifference\":{\"index\":[1,1],\"a\":4.0,\"b\":4.5,\"absoluteError\":0.5,"
                + "\"relativeError\":0.1111111111111111,\"ulps\":1048576}}");
    assertThat(json.getAsJsonArray("places").get(5).toString())
        .contains("\"result\":\"only in A\"")
        .endsWith("\"b\":null}");
  }

  @Test
  void whatIsTheSameWithinATolerancePasses() throws Exception {
    write("a.npz", "x#0", floats(100, 0), "y#0", manager.create(new int[] {5}));
    write("b.npz", "x#0", floats(100.05f, 0.005f), "y#0", manager.create(new int[] {5}));
    assertThat(layertap.run("diff", "a.npz", "b.npz").status()).isEqualTo(ExitCodes.MISS);
    String out =
        layertap
            .run("diff", "a.npz", "b.npz", "--rtol", "1e-3", "--atol", "1e-2")
            .succeeded()
            .out();
    assertThat(out)
        .isEqualTo(
            """
            PATH  CALL  SHAPE  TYPE     RESULT  DIFFER    ERROR  RELATIVE
            x     0     (2)    float32  same         0  5.0e-02   5.0e-04
            y     0     (1)    int32    same         0        0         0

            A is a.npz, B is b.npz: 2 the same.
            """);
  }

  @Test
  void namesAreMappedAndWhatOnlyOneHasCanBeLeftOut() throws Exception {
    write("a.npz", "conv#0", floats(1), "#0", floats(2));
    write("b.npz", "model.conv#0", floats(1), "model#0", floats(2), "loss#0", floats(3));
    LayertapProcess.Result unmapped = layertap.run("diff", "a.npz", "b.npz", "--common");
    assertThat(unmapped.status()).isEqualTo(ExitCodes.MISS);
    assertThat(unmapped.out())
        .endsWith(
            """

            A is a.npz, B is b.npz: 2 only in A, 3 only in B.
            No name is in both. --map FROM=TO renames places.
            """);
    Object[] mapped = {"diff", "a.npz", "b.npz", "--map", "model.=", "--map", "model=."};
    assertThat(layertap.run(mapped).status()).isEqualTo(ExitCodes.MISS);
    Object[] common = Arrays.copyOf(mapped, mapped.length + 1);
    common[mapped.length] = "--common";
    assertThat(layertap.run(common).succeeded().out()).contains("2 the same, 1 only in B.");
  }

  @Test
  void anotherTypeIsADifferenceIfThatIsAskedFor() throws Exception {
    write("a.npz", "x#0", floats(1));
    write("b.npz", "x#0", floats(1).toType(DataType.FLOAT16, false));
    assertThat(layertap.run("diff", "a.npz", "b.npz").succeeded().out())
        .endsWith("A is a.npz, B is b.npz: 1 the same, types differ at 1.\n");
    LayertapProcess.Result strict = layertap.run("diff", "a.npz", "b.npz", "--strict-types");
    assertThat(strict.status()).isEqualTo(ExitCodes.MISS);
    assertThat(strict.out())
        .endsWith(
            """

            They part at x, call 0: place 1 of 1 in order of execution.
            The type is float32, expected float16.
            Within 1.0E-5 absolute + 0.001 relative the values are the same.

            A is a.npz, B is b.npz: 1 of another type.
            """);
  }

  @Test
  void noEngineIsStarted() throws Exception {
    write("a.npz", "x#0", floats(1));
    assertThat(
            LayertapProcess.in(folder)
                .variable("JAVA_TOOL_OPTIONS", "-Xlog:class+load:stdout")
                .run("diff", "a.npz", "a.npz")
                .out())
        .contains("dev.layertap.diff.CaptureDiff ")
        .doesNotContain(" ai.djl.pytorch.");
  }

  @Test
  void wrongUseIsSaidAndNothingIsPrinted() throws Exception {
    write("a.npz", "x#0", floats(1));
    assertWrongUse("gone.npz cannot be read: there is no such file.", "a.npz", "gone.npz");
    Files.writeString(folder.resolve("text.npz"), "this is only text, and no array");
    assertWrongUse(
        "text.npz cannot be read: it is no .npz file, or its end is missing (zip END header not"
            + " found). Save it anew.",
        "text.npz",
        "a.npz");
    assertWrongUse(
        "--map \"model.\" has no \"=\". Write --map FROM=TO, or --map model.= to take it away.",
        "a.npz",
        "a.npz",
        "--map",
        "model.");
    assertWrongUse(
        "The renaming \"y=z\" fits no name in a.npz or a.npz. Did you mean \"x\"?",
        "a.npz",
        "a.npz",
        "--map",
        "y=z");
    assertWrongUse(
        "--rtol -1.0 allows nothing. Give a number from 0 on, such as 1e-4.",
        "a.npz",
        "a.npz",
        "--rtol=-1");
    assertWrongUse(
        "--atol NaN allows nothing. Give a number from 0 on, such as 1e-4.",
        "a.npz",
        "a.npz",
        "--atol=NaN");
    LayertapProcess.Result one = layertap.run("diff", "a.npz");
    assertThat(one.err())
        .isEqualTo(
            """
            layertap: Missing required parameter: 'B'
            "layertap diff --help" shows how it is used.
            """);
    assertThat(one.status()).isEqualTo(ExitCodes.WRONG_USE);
  }

  private void assertWrongUse(String message, Object... arguments) throws Exception {
    Object[] all = new Object[arguments.length + 1];
    all[0] = "diff";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    LayertapProcess.Result result = layertap.run(all);
    assertThat(result.err()).isEqualTo("layertap: " + message + "\n");
    assertThat(result.out()).isEmpty();
    assertThat(result.status()).isEqualTo(ExitCodes.WRONG_USE);
  }
}
