// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.testing;

import static dev.layertap.testing.LayertapAssertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.testing.junit.CaptureActivations;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * A file that {@code torch.jit.script} wrote, against what PyTorch's hooks saw of the same model.
 */
@CaptureActivations("**")
class TorchScriptTest {
  @Test
  void everyModuleComputesWhatItDidInPyTorch(CaptureScope scope) throws Exception {
    Criteria<NDList, NDList> criteria =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optModelPath(Path.of("src", "test", "resources", "bars.pt"))
            .optEngine("PyTorch")
            .build();
    try (ZooModel<NDList, NDList> model = criteria.loadModel();
        Predictor<NDList, NDList> predictor = model.newPredictor()) {
      NDArray image = model.getNDManager().arange(64f).div(64).reshape(new Shape(1, 1, 8, 8));
      predictor.predict(new NDList(image));

      assertThat(Layertap.tree(model)).node("0").hasType("Conv2d").hasParameterCount(40);
      assertThat(scope).hasNoNonFinite().matchesGolden("bars");
      assertThat(scope).activation("1").isBetween(0, 100).ranBefore("4");
    }
  }
}
