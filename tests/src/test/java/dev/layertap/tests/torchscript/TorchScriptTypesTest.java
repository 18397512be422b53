// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.take.Take;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tensors of types that DJL does not have, most of which would end the JVM. */
class TorchScriptTypesTest {
  private static final Path MODEL =
      Path.of("..", "torchscript", "src", "test", "resources", "types", "types.pt");

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final NDArray input = manager.create(new float[] {1, 2, 0, 4}, new Shape(2, 2));

  @BeforeAll
  static void attach() {
    Layertap.open(".").close();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private void run() throws Exception {
    try (CaseModel model = CaseModel.load(MODEL);
        var predictor = model.predictor()) {
      predictor.predict(new NDList(input)).close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bfloat16, bfloat16, float32",
    "int16, int16, int32",
    "complex32, complex32, float16",
    "complex64, complex64, float32",
    "complex128, complex128, float64",
    "float8_e5m2, float8_e5m2, float32",
    "float8_e4m3fn, float8_e4m3fn, float32",
    "uint16, uint16, int32",
    "uint32, uint32, int64",
    "uint64, uint64, int64",
    "qint8, qint8, float32",
    "quint8, quint8, float32",
    "qint32, qint32, float32",
    "per_channel, qint8, float32",
    "sparse, sparse_coo, float32",
    "sparse_rows, sparse_csr, float32",
    "sparse_bfloat, sparse_coo bfloat16, float32",
    "mkldnn, mkldnn, float32",
    "conjugated, complex64, float32"
  })
  void whatDjlHasNoTypeForIsConvertedAndSaysSo(String name, String was, String type)
      throws Exception {
    try (CaptureScope scope = Layertap.open("as_" + name)) {
      run();
      Activation activation = scope.get("as_" + name);
      assertThat(activation.convertedFrom()).contains(was);
      NDArray array = activation.array();
      boolean complex = was.startsWith("complex");
      NDArray reals = array.toType(ai.djl.ndarray.types.DataType.FLOAT32, false);
      NDArray real = complex ? reals.get("..., 0") : reals;
      assertThat(real.toFloatArray()).containsExactly(1, 2, 0, 4);
      assertThat(activation)
          .hasToString(
              "as_%s, pass 0, call 0: %s %s (was %s)"
                  .formatted(name, complex ? "(2, 2, 2)" : "(2, 2)", type, was));
      assertThat(scope.internalErrors()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nested, 'a nested tensor, which has no shape'",
    "meta, 'a tensor on the meta device, which has a shape and no elements'"
  })
  void whatCannotBeConvertedIsOpaqueWithTheReason(String name, String reason) throws Exception {
    for (String take : new String[] {"output", "mean(0)", "statistics"}) {
      try (CaptureScope scope =
          Layertap.builder().addCapture("as_" + name, Take.parse(take)).open()) {
        run();
        Activation activation = scope.get("as_" + name);
        assertThat(activation.convertedFrom()).isEmpty();
        assertThatThrownBy(activation::array)
            .hasMessage("as_%s, pass 0, call 0 cannot be seen: %s".formatted(name, reason));
        assertThat(scope.internalErrors()).isEmpty();
      }
    }
  }

  @Test
  void aStructureSaysWhatOfItWasConverted() throws Exception {
    try (CaptureScope scope = Layertap.open("structure", "as_half")) {
      run();
      assertThat(scope.get("structure").convertedFrom()).contains("bfloat16, int16, sparse_coo");
      assertThat(scope.get("structure"))
          .hasToString(
              "structure, pass 0, call 0: (2, 2) float32, (2, 2) float32 (was bfloat16),"
                  + " (2, 2) float32, (2, 2) int32 (was int16), (2, 2) float32 (was sparse_coo)");
      assertThat(scope.get("as_half").convertedFrom()).isEmpty();
      assertThat(scope.get("as_half").toString()).endsWith("(2, 2) float16");
    }
  }

  @Test
  void statisticsAndReductionsSayWhatWasConvertedToo() throws Exception {
    try (CaptureScope scope =
        Layertap.builder()
            .addCapture("as_qint8", Take.outputs().statistics())
            .addCapture("as_bfloat16", Take.outputs().max(0))
            .addCapture("as_sparse", Take.outputs().mean(0).statistics())
            .open()) {
      run();
      assertThat(scope.get("as_qint8"))
          .hasToString(
              "as_qint8, pass 0, call 0: (2, 2) float32 (was qint8), mean 1.750 ± 1.479 in"
                  + " [0.000, 4.000], 1 zero");
      assertThat(scope.get("as_bfloat16"))
          .hasToString("as_bfloat16, pass 0, call 0: (2) float32 (was bfloat16)");
      assertThat(scope.get("as_bfloat16").array().toFloatArray()).containsExactly(1, 4);
      assertThat(scope.get("as_sparse").statistics().maximum()).isEqualTo(3);
      assertThat(scope.get("as_sparse").convertedFrom()).contains("sparse_coo");
    }
  }
}
