// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.traps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.LayertapException;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import dev.layertap.tests.SmallNet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Containers: many children, lambdas, one block at several paths, children that change. */
class SequentialTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray zero = manager.zeros(new Shape(1, 4));

  @AfterEach
  void close() {
    manager.close();
  }

  private NDList run(Block block) {
    return SmallNet.run(block, manager, new NDList(zero));
  }

  private static Block plus(int number) {
    return LambdaBlock.singleton(array -> array.add(number));
  }

  private static float number(Activation activation) {
    return activation.array().getFloat(0, 0);
  }

  @Test
  void moreThanAHundredChildrenEachGoByTheirIndexAndByDjlsThreeDigits() {
    SequentialBlock block = new SequentialBlock();
    IntStream.range(0, 120).forEach(unused -> block.add(plus(1)));
    try (CaptureScope scope = Layertap.on(block).open("**")) {
      run(block);
      assertThat(scope.all()).hasSize(120);
      for (int i = 0; i < 120; i++) {
        assertThat(number(scope.get("" + i))).isEqualTo(i + 1);
      }
      assertThat(scope.get("99LambdaBlock")).isSameAs(scope.get("98"));
      assertThat(scope.get("100LambdaBlock")).isSameAs(scope.get("99"));
      assertThat(scope.get("101LambdaBlock")).isSameAs(scope.get("100"));
    }
  }

  @Test
  void lambdasAreBlocksAndOneThatReturnsItsOwnListIsSeenAtBothEnds() {
    SequentialBlock block =
        new SequentialBlock()
            .add(plus(1))
            .add(list -> list)
            .add(
                list -> {
                  list.set(0, list.get(0).add(10));
                  return list;
                });
    try (CaptureScope scope = Layertap.builder().addCapture("**", Take.both()).open()) {
      NDList returned = run(block);
      assertThat(returned.get(0).getFloat(0, 0)).isEqualTo(11);
      assertThat(number(scope.get("1", Side.INPUT))).isEqualTo(1);
      assertThat(number(scope.get("1", Side.OUTPUT))).isEqualTo(1);
      assertThat(number(scope.get("2", Side.INPUT))).isEqualTo(1);
      assertThat(number(scope.get("2", Side.OUTPUT))).isEqualTo(11);
    }
  }

  @Test
  void aLoopOverOneBlockIsManyCallsAtOnePath() {
    Block step = plus(1);
    Block loop = new Looping(step, 50);
    try (CaptureScope scope = Layertap.on(loop).open("step")) {
      run(loop);
      List<Activation> calls = scope.all("step");
      assertThat(calls.stream().map(Activation::call))
          .containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
      assertThat(calls.stream().map(SequentialTest::number))
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 50).mapToObj(number -> (float) number).toList());
    }
  }

  @Test
  void oneContainerAtTwoPathsHasItsChildrenAtBoth() {
    SequentialBlock shared = new SequentialBlock().add(plus(1)).add(plus(2));
    SequentialBlock block = new SequentialBlock().add(shared).add(plus(10)).add(shared);
    try (CaptureScope scope = Layertap.on(block).open("**")) {
      run(block);
      assertThat(scope.all().stream().map(one -> one.path() + "=" + number(one)))
          .containsExactly(
              "0.0=1.0", "0.1=3.0", "0=3.0", "1=13.0", "2.0=14.0", "2.1=16.0", "2=16.0");
    }
  }

  @Test
  void oneBlockInTheBranchesOfAParallelBlockIsToldApart() {
    Block shared = plus(1);
    ParallelBlock block =
        new ParallelBlock(
            lists -> new NDList(lists.get(0).get(0).add(lists.get(1).get(0))),
            List.of(
                new SequentialBlock().add(plus(10)).add(shared),
                new SequentialBlock().add(shared)));
    try (CaptureScope scope = Layertap.on(block).open("*.*")) {
      run(block);
      assertThat(scope.all().stream().map(one -> one.path() + "=" + number(one)))
          .containsExactly("0.0=10.0", "0.1=11.0", "1.0=1.0");
    }
  }

  @Test
  void aChildThatWasReplacedBetweenTwoPassesIsSeenAtItsPath() {
    SequentialBlock block = new SequentialBlock().add(plus(1)).add(plus(2));
    try (CaptureScope scope = Layertap.on(block).open("**")) {
      run(block);
      block.replaceLastBlock(plus(20));
      block.add(plus(100));
      run(block);
      assertThat(
              scope.all().stream()
                  .map(one -> one.pass() + ":" + one.path() + "#" + one.call() + "=" + number(one)))
          .containsExactly("0:0#0=1.0", "0:1#0=3.0", "1:0#0=1.0", "1:1#0=21.0", "1:2#0=121.0");
    }
  }

  @Test
  void allValuesOfAContainerThatReturnsThemAreItsOwn() {
    SequentialBlock block = new SequentialBlock().add(plus(1)).add(plus(2));
    block.setReturnIntermediate(true);
    try (CaptureScope scope = Layertap.open("1", ".")) {
      NDList returned = run(block);
      assertThat(scope.get("1").arrays()).hasSize(1);
      assertThat(scope.get(".").arrays()).hasSize(2).isEqualTo(returned);
    }
  }

  @Test
  void theChildrenOfABlockThatStreamsAreRootsForNoForwardEnclosesThem() {
    SequentialBlock block = new SequentialBlock().add(plus(1)).add(plus(2));
    run(block);
    try (CaptureScope scope = Layertap.open(".");
        CaptureScope bound = Layertap.on(block).open("1")) {
      var stream =
          block.forwardStreamIter(
              new ParameterStore(manager, false), new NDList(zero), false, null);
      assertThat(stream.next().get(0).getFloat(0, 0)).isEqualTo(1);
      assertThat(stream.next().get(0).getFloat(0, 0)).isEqualTo(3);
      assertThat(scope.all().stream().map(one -> one.pass() + ":" + number(one)))
          .containsExactly("0:1.0", "1:3.0");
      assertThatThrownBy(() -> bound.get("1"))
          .isInstanceOf(LayertapException.class)
          .hasMessage(
              "No forward pass ran in this scope. It follows the thread that opened it (%s) from"
                  + " then on, and only passes whose root is the SequentialBlock it is bound to.",
              Thread.currentThread().getName());
    }
  }

  @Test
  void aBlockThatDjlRunsToLearnShapesIsAPassOfItsOwn() {
    Block inner = plus(5);
    SequentialBlock block =
        new SequentialBlock().add(list -> SmallNet.run(inner, manager, list)).add(plus(7));
    try (CaptureScope scope = Layertap.open("**", ".")) {
      SmallNet.initialise(block, manager, new Shape(1, 4));
      run(block);
      assertThat(scope.all().stream().map(one -> one.pass() + ":" + one.path() + "#" + one.call()))
          .containsExactly("0:#0", "1:0.~LambdaBlock#0", "1:0#0", "1:1#0", "1:#0");
    }
  }

  @Test
  void aBlockThatALambdaRunsStandsBelowTheLambda() {
    Block inner = plus(5);
    SequentialBlock block =
        new SequentialBlock().add(list -> SmallNet.run(inner, manager, list)).add(plus(7));
    try (CaptureScope scope = Layertap.open("**", ".")) {
      run(block);
      assertThat(scope.all().stream().map(one -> one.pass() + ":" + one.path() + "#" + one.call()))
          .containsExactly("0:0.~LambdaBlock#0", "0:0#0", "0:1#0", "0:#0");
    }
  }
}
