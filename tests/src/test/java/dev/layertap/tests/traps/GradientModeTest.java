// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.traps;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.take.Take;
import dev.layertap.tests.SmallNet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DJL turns gradients off on the thread that started the engine, and on no other. */
class GradientModeTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final SmallNet net = SmallNet.initialised(manager);
  private final ExecutorService worker = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    worker.shutdownNow();
    manager.close();
  }

  private NDArray run() {
    NDArray input = manager.create(new float[] {1, -2, 3, -4}, new Shape(1, 4));
    return SmallNet.run(net, manager, new NDList(input)).get(0);
  }

  private void onTheWorker(Callable<?> task) throws Exception {
    net.getParameters().get(0).getValue().getArray().setRequiresGradient(true);
    net.getParameters().get(2).getValue().getArray().setRequiresGradient(true);
    Object unused = worker.submit(task).get();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "both",
        "both reference",
        "both mean(1)",
        "output slice(1, 0, 2)",
        "output float64",
        "output slice(1, 0, 2) norm(0)",
        "output cpu"
      })
  void whatAWorkerThreadCapturesIsNoPartOfItsGraph(String take) throws Exception {
    onTheWorker(
        () -> {
          try (CaptureScope scope =
              Layertap.builder().addCapture("second", Take.parse(take)).open()) {
            assertThat(JniUtils.isGradMode()).isTrue();
            assertThat(Graphs.hold(run())).isTrue();
            assertThat(scope.internalErrors()).isEmpty();
            for (Activation one : scope.all()) {
              NDArray array = one.array();
              assertThat(Graphs.hold(array)).isFalse();
              array.addi(1);
            }
          }
          return null;
        });
  }

  @Test
  void whatIsJoinedOnAWorkerThreadIsNoPartOfAGraphEither() throws Exception {
    onTheWorker(
        () -> {
          try (CaptureScope scope = Layertap.open("second")) {
            run();
            run();
            assertThat(Graphs.hold(scope.stack("second"))).isFalse();
            assertThat(Graphs.hold(scope.concat("second"))).isFalse();
            assertThat(scope.all("second").get(1).statistics().count()).isEqualTo(4);
          }
          return null;
        });
  }

  @Test
  void gradientsAreTheSameWithACaptureThatIsOverwrittenAndWithout() {
    NDArray weight = net.getParameters().get(0).getValue().getArray();
    weight.setRequiresGradient(true);
    float[] without = gradient(weight);
    try (CaptureScope scope = Layertap.builder().addCapture("** or .", Take.both()).open()) {
      net.afterSecond = unused -> scope.all("second").forEach(one -> one.arrays().get(0).muli(0));
      assertThat(gradient(weight)).containsExactly(without);
      assertThat(scope.all()).hasSize(10);
      assertThat(scope.all()).noneMatch(one -> Graphs.hold(one.arrays().get(0)));
    }
  }

  private float[] gradient(NDArray weight) {
    try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
      collector.backward(run().sum());
      float[] gradient = weight.getGradient().toFloatArray();
      weight.getGradient().muli(0);
      assertThat(gradient).isNotEqualTo(new float[gradient.length]);
      return gradient;
    }
  }
}
