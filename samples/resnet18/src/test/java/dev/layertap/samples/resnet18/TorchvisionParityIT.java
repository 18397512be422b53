// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.testkit.Python;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Compares the Java model with torchvision's, which Debian's PyTorch runs on the same numbers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TorchvisionParityIT {
  private static final double TOLERANCE = 1e-4;

  private final Path folder;
  private boolean exported;

  TorchvisionParityIT(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Before each test and not before all, so that each is named where it is skipped. */
  @BeforeEach
  void exportFromPython() throws Exception {
    if (!exported) {
      Python.with("torchvision").run(Path.of("src/test/python/export_resnet18.py"), folder);
      exported = true;
    }
  }

  @Test
  void everyActivationIsWhatPyTorchsHooksSeeAtThatPathAndCall() throws Exception {
    try (Model model = Model.newInstance("resnet18", "PyTorch")) {
      ResNet18 network = new ResNet18();
      weights("weights.npz").fill(network, model.getNDManager(), ResNet18.INPUT);
      model.setBlock(network);
      Map<String, NDArray> expected = arrays("activations.npz", model.getNDManager());
      NDList input = new NDList(arrays("input.npz", model.getNDManager()).values());

      try (Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator());
          CaptureScope scope = Layertap.on(model).open("**", ".")) {
        predictor.predict(input);
        compare(expected, byPathAndCall(scope));
      }
    }
  }

  @Test
  void bothFormatsGiveTheSameWeights() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    try (NDManager manager = NDManager.newBaseManager()) {
      ResNet18 network = new ResNet18();
      new SeededWeights(0).fill(network, manager, ResNet18.INPUT);
      TorchNames.of(network).forEach((name, one) -> shapes.put(name, one.getShape()));
    }
    assertThat(weights("weights.safetensors").values(shapes))
        .isEqualTo(weights("weights.npz").values(shapes));
  }

  private static void compare(Map<String, NDArray> expected, Map<String, NDArray> captured) {
    assertThat(captured).containsOnlyKeys(expected.keySet());
    double worst = 0;
    for (Map.Entry<String, NDArray> call : captured.entrySet()) {
      NDArray right = requireNonNull(expected.get(call.getKey()));
      assertThat(call.getValue().getShape()).as(call.getKey()).isEqualTo(right.getShape());
      double difference = call.getValue().sub(right).abs().max().getFloat();
      double share = difference / right.abs().max().getFloat();
      assertThat(share).as(call.getKey()).isLessThanOrEqualTo(TOLERANCE);
      worst = Math.max(worst, share);
    }
    System.out.printf(
        "Compared %d activations with PyTorch's: at most %.1e of the largest value apart%n",
        captured.size(), worst);
  }

  private static Map<String, NDArray> byPathAndCall(CaptureScope scope) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    for (Activation activation : scope.all()) {
      arrays.put(activation.path() + "#" + activation.call(), activation.array());
    }
    return arrays;
  }

  private StateDict weights(String name) {
    return StateDict.read(folder.resolve(name));
  }

  private Map<String, NDArray> arrays(String file, NDManager manager) throws IOException {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(folder.resolve(file))) {
      NDList.decode(manager, in).forEach(array -> arrays.put(array.getName(), array));
    }
    return arrays;
  }
}
