// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.traps;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.transformer.BertBlock;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.hook.HookHandle;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import dev.layertap.tests.SmallNet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * BERT closes most of what its blocks return before it returns, and adds to the lists of others.
 */
class BertTest {
  private static final long TOKENS = 5;

  private final NDManager manager = NDManager.newBaseManager();
  private final Block bert =
      BertBlock.builder()
          .setTokenDictionarySize(11)
          .optTypeDictionarySize(2)
          .optEmbeddingSize(8)
          .optTransformerBlockCount(12)
          .optAttentionHeadCount(2)
          .optHiddenSize(16)
          .optMaxSequenceLength((int) TOKENS)
          .build();

  BertTest() {
    Shape ids = new Shape(2, TOKENS);
    bert.initialize(manager, DataType.FLOAT32, ids, ids, ids);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private NDList run() {
    NDArray tokens = manager.arange(2f * TOKENS).toType(DataType.INT64, true).reshape(2, TOKENS);
    NDArray types = tokens.zerosLike();
    NDArray masks = tokens.onesLike();
    return SmallNet.run(bert, manager, new NDList(tokens, types, masks));
  }

  @Test
  void whatBertClosesBeforeItReturnsIsCapturedAsItWas() {
    Map<String, NDList> observed = new LinkedHashMap<>();
    List<NDArray> passed = new ArrayList<>();
    try (HookHandle byHand =
            Layertap.registerForwardHook(
                bert,
                "** or .",
                (call, in, out) -> {
                  passed.addAll(out.arrays());
                  NDList copies = new NDList();
                  for (NDArray array : out.arrays()) {
                    NDArray copy = array.duplicate();
                    copy.attach(manager);
                    copies.add(copy);
                  }
                  observed.put(call.path() + "#" + call.number(), copies);
                });
        CaptureScope scope = Layertap.on(bert).open("**", ".")) {
      run();
      assertThat(byHand.errors()).isEmpty();
      assertThat(passed.stream().filter(NDArray::isReleased)).hasSize(159);
      assertThat(observed).hasSize(186);
      Map<String, NDList> captured = new LinkedHashMap<>();
      for (Activation one : scope.all()) {
        captured.put(one.path() + "#" + one.call(), one.arrays());
      }
      assertThat(captured).isEqualTo(observed);
    }
  }

  @Test
  void eachCapturedOutputIsWhatItsBlockMakesOfTheCapturedInput() {
    Map<String, Block> blocks = new LinkedHashMap<>();
    try (HookHandle unused =
            Layertap.registerForwardPreHook(
                "**", (call, in) -> blocks.put(call.path(), call.block().orElseThrow()));
        CaptureScope scope = Layertap.builder().addCapture("**", Take.both()).open()) {
      run();
      List<Activation> all = scope.all();
      assertThat(blocks).hasSize(185);
      for (Activation input : all.stream().filter(one -> one.side() == Side.INPUT).toList()) {
        NDList again = SmallNet.run(blocks.get(input.path()), manager, new NDList(input.arrays()));
        Activation output =
            all.stream()
                .filter(one -> one.side() == Side.OUTPUT && one.path().equals(input.path()))
                .findFirst()
                .orElseThrow();
        assertThat(again).as(input.path()).isEqualTo(output.arrays());
      }
    }
  }

  @Test
  void whatBertAddsToTheListOfItsLastBlockIsOnlyInItsOwn() {
    try (CaptureScope scope = Layertap.open("last=transformer_11", "whole=.")) {
      NDList returned = run();
      assertThat(returned).hasSize(2);
      assertThat(scope.get("last").arrays()).containsExactly(returned.get(0));
      assertThat(scope.get("whole").arrays()).isEqualTo(returned);
    }
  }
}
