// SPDX-License-Identifier: Apache-2.0
package dev.layertap.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import org.junit.jupiter.api.Test;

class BlockClassTest {
  @Test
  void reflectionIsAskedOnceForAllBlocksOfAClass() {
    Block one = new LambdaBlock(NDList::new);
    Block other = new LambdaBlock(NDList::new);
    assertThat(BlockClass.of(other)).isSameAs(BlockClass.of(one));
  }

  @Test
  void aClassGoesByItsNamesAndThoseOfWhatItExtendsAndImplements() {
    BlockClass sequential = BlockClass.of(new SequentialBlock());
    assertThat(sequential.simpleName()).isEqualTo("SequentialBlock");
    assertThat(sequential.names())
        .contains("SequentialBlock", "ai.djl.nn.SequentialBlock", "AbstractBlock", "Block");
    assertThat(sequential.captures()).isEmpty();
    assertThat(sequential.holdsBlocks()).isFalse();
  }
}
