// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.traps;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.tests.SmallNet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A model that nests deeper than any sane one, on a stack of the usual size. */
class DeepModelTest {
  private static final int DEPTH = 1_000;

  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray input = manager.ones(new Shape(1, 4));

  @AfterEach
  void close() {
    manager.close();
  }

  private static Block nested(Block innermost) {
    Block block = innermost;
    for (int i = 0; i < DEPTH; i++) {
      block = new SequentialBlock().add(block);
    }
    return block;
  }

  private void run(Block block) {
    SmallNet.run(block, manager, new NDList(input));
  }

  private static void onAStackOfAMegabyte(Runnable task) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread = new Thread(null, task, "small", 1024 * 1024);
    thread.setUncaughtExceptionHandler((where, error) -> thrown.set(error));
    thread.start();
    thread.join();
    assertThat(thrown.get()).isNull();
  }

  @Test
  void everyLevelOfAThousandIsCaptured() throws InterruptedException {
    Block model = nested(LambdaBlock.singleton(array -> array.add(1)));
    onAStackOfAMegabyte(() -> run(model));
    onAStackOfAMegabyte(
        () -> {
          try (CaptureScope scope = Layertap.on(model).open("**", ".")) {
            run(model);
            assertThat(scope.internalErrors()).isEmpty();
            assertThat(scope.all()).hasSize(DEPTH + 1);
            assertThat(scope.all().get(0).path()).hasSize(2 * DEPTH - 1);
            assertThat(scope.summary()).isNotEmpty();
          }
        });
  }

  @Test
  void aThousandLevelsArePrinted() throws InterruptedException {
    Block model = nested(LambdaBlock.singleton(array -> array.add(1)));
    onAStackOfAMegabyte(
        () -> assertThat(Layertap.tree(model).toString().lines()).hasSizeGreaterThan(DEPTH));
  }
}
