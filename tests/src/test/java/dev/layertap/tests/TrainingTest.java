// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.norm.GhostBatchNorm;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.tests.traps.Graphs;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingTest {
  private static List<String> described(CaptureScope scope) {
    return scope.all().stream().map(one -> one.path() + "#" + one.call()).toList();
  }

  @Test
  void aTrainersForwardWithLabelsIsOnePass() {
    try (Model model = Model.newInstance("net")) {
      Block net = new SequentialBlock().add(SmallNet.linear()).add(list -> list);
      model.setBlock(net);
      try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.l2Loss()))) {
        trainer.initialize(new Shape(2, 4));
        NDManager manager = trainer.getManager();
        NDArray data = manager.ones(new Shape(2, 4));
        try (CaptureScope scope = Layertap.on(model).open("**", ".");
            GradientCollector gradients = trainer.newGradientCollector()) {
          NDList output =
              trainer.forward(new NDList(data), new NDList(manager.zeros(new Shape(2, 4))));
          gradients.backward(output.get(0).sum());
          assertThat(described(scope)).containsExactly("0#0", "1#0", "#0");
          assertThat(scope.passCount()).isEqualTo(1);
          NDArray captured = scope.get("0").array();
          assertThat(captured).isEqualTo(output.get(0));
          assertThat(Graphs.hold(captured)).isFalse();
          NDArray weight = net.getParameters().get(0).getValue().getArray();
          assertThat(weight.getGradient().abs().sum().getFloat()).isPositive();
        }
      }
    }
  }

  @Test
  void aBlockThatRunsItsOwnInsideSeveralTimesIsOneCall() {
    try (NDManager manager = NDManager.newBaseManager()) {
      GhostBatchNorm norm = GhostBatchNorm.builder().optVirtualBatchSize(2).build();
      norm.initialize(manager, DataType.FLOAT32, new Shape(8, 4));
      try (CaptureScope scope = Layertap.open(".")) {
        NDList returned =
            norm.forward(
                new ParameterStore(manager, false),
                new NDList(manager.ones(new Shape(8, 4))),
                true);
        assertThat(scope.get(".").array()).isEqualTo(returned.get(0));
      }
    }
  }
}
