// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.traps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.loss.Loss;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.tests.SmallNet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code EasyTrain} calls the overload with labels, and on several devices several threads. */
class EasyTrainTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final ExecutorService pool = Executors.newFixedThreadPool(2);
  private final NDArray samples = manager.arange(20f).reshape(5, 4).sin();
  private final ArrayDataset dataset =
      new ArrayDataset.Builder()
          .setData(samples)
          .optLabels(manager.zeros(new Shape(5, 4)))
          .setSampling(2, false)
          .build();

  @AfterEach
  void close() {
    pool.shutdownNow();
    manager.close();
  }

  private static Block net() {
    return new SequentialBlock().add(SmallNet.linear()).add(list -> list).add(SmallNet.linear());
  }

  private static List<String> described(CaptureScope scope) {
    return scope.all().stream()
        .map(one -> one.pass() + ":" + one.path() + "#" + one.call() + one.shape())
        .toList();
  }

  @Test
  void everyBatchThatEasyTrainFitsAndValidatesIsOnePass() throws Exception {
    try (Model model = Model.newInstance("net")) {
      model.setBlock(net());
      try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.l2Loss()))) {
        trainer.initialize(new Shape(2, 4));
        try (CaptureScope scope = Layertap.on(model).open("1", ".")) {
          EasyTrain.fit(trainer, 1, dataset, dataset);
          assertThat(described(scope))
              .containsExactly(
                  "0:1#0(2, 4)",
                  "0:#0(2, 4)",
                  "1:1#0(2, 4)",
                  "1:#0(2, 4)",
                  "2:1#0(1, 4)",
                  "2:#0(1, 4)",
                  "3:1#0(2, 4)",
                  "3:#0(2, 4)",
                  "4:1#0(2, 4)",
                  "4:#0(2, 4)",
                  "5:1#0(1, 4)",
                  "5:#0(1, 4)");
          assertThat(scope.concat("1").getShape()).isEqualTo(new Shape(10, 4));
          assertThat(scope.internalErrors()).isEmpty();
        }
      }
    }
  }

  /**
   * DJL refuses two devices that are both this processor, so two threads do here what {@code
   * EasyTrain} has one do for each device.
   */
  @Test
  void partsOfABatchThatRunOnThreadsOfTheirOwnAreEachAPass() throws Exception {
    try (Model model = Model.newInstance("net")) {
      model.setBlock(net());
      try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.l2Loss()))) {
        trainer.initialize(new Shape(2, 4));
        try (CaptureScope scope = Layertap.builder().optAllThreads().open("in=1")) {
          List<Future<NDList>> parts = new ArrayList<>();
          for (int i = 0; i < 8; i++) {
            NDList part = new NDList(manager.full(new Shape(1, 4), (float) i));
            parts.add(pool.submit(() -> trainer.forward(part, new NDList(part))));
          }
          for (Future<NDList> part : parts) {
            assertThat(Graphs.hold(part.get().get(0))).isTrue();
          }
          assertThat(scope.internalErrors()).isEmpty();
          assertThat(scope.passCount()).isEqualTo(8);
          assertThat(scope.all("in")).extracting(Activation::shape).containsOnly(new Shape(1, 4));
          assertThat(scope.all("in")).noneMatch(one -> Graphs.hold(one.array()));
        }
      }
    }
  }

  @Test
  void djlRefusesTwoDevicesThatAreBothThisProcessor() {
    try (Model model = Model.newInstance("net")) {
      model.setBlock(net());
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(Loss.l2Loss())
              .optDevices(new Device[] {Device.cpu(), Device.cpu()});
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.newTrainer(config))
          .withMessage("Duplicated devices are not allowed.");
    }
  }
}
