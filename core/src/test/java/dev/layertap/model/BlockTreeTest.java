// SPDX-License-Identifier: Apache-2.0
package dev.layertap.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.layertap.annotation.Capture;
import dev.layertap.annotation.DeclaredCapture;
import dev.layertap.select.Place;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BlockTreeTest {
  private static BlockTree tree(Block root) {
    return BlockTree.of(root, new Interiors());
  }

  private static List<String> paths(Block root) {
    return tree(root).places().stream().map(place -> place.path().toString()).toList();
  }

  private static Linear linear() {
    return Linear.builder().setUnits(2).build();
  }

  @Test
  void childrenGoByTheirGivenNameWithoutDjlsNumber() {
    assertThat(paths(new Net().with("conv1", linear()).with("bn1", linear())))
        .containsExactly("", "conv1", "bn1");
  }

  @Test
  void childrenOfContainersGoByTheirIndex() {
    Block block =
        new SequentialBlock()
            .add(linear())
            .add(new ParallelBlock(lists -> lists.get(0), List.of(linear(), linear())));
    assertThat(paths(block)).containsExactly("", "0", "1", "1.0", "1.1");
  }

  @Test
  void djlsOwnSpellingIsAnAlias() {
    Block block = new Net().with("layer3", new SequentialBlock().add(linear()));
    Place inner = tree(block).places().get(2);
    assertThat(inner.path()).hasToString("layer3.0");
    assertThat(inner.aliases().toString()).isEqualTo("[[01layer3], [01Linear]]");
  }

  @Test
  void twoChildrenOfOneNameKeepDjlsSpelling() {
    assertThat(paths(new Net().with("relu", linear()).with("relu", linear())))
        .containsExactly("", "01relu", "02relu");
  }

  @Test
  void theHundredthChildLosesAllThreeDigits() {
    Net net = new Net();
    for (int i = 1; i <= 120; i++) {
      net.with("l" + i, linear());
    }
    assertThat(paths(net)).contains("l9", "l99", "l100", "l120");
  }

  @Test
  void aNameThatBeginsWithADigitKeepsIt() {
    assertThat(paths(new Net().with("2conv", linear()))).containsExactly("", "2conv");
  }

  @Test
  void blocksThatOnlyAFieldKnowsAreNamedByIt() {
    Block encoder = new TransformerEncoderBlock(8, 2, 16, 0.1f, Activation::relu);
    assertThat(paths(encoder)).contains("selfAttentionDropout", "fullyConnectedDropout");
  }

  @Test
  void aFieldThatPointsBackAtAParentEndsThere() {
    Net net = new Net();
    Net child = new Net();
    child.field = net;
    net.with("child", child);
    assertThat(paths(net)).containsExactly("", "child");
  }

  @Test
  void aRegisteredBlockIsNotNamedAgainByItsField() {
    Net net = new Net();
    net.field = linear();
    net.with("head", net.field);
    assertThat(paths(net)).containsExactly("", "head");
  }

  @Test
  void theBlocksOfACollectionGoByItsFieldAndTheirPlaceInIt() {
    Collections block = new Collections();
    assertThat(paths(block)).containsExactly("", "head", "list[1]", "map[a]", "array[0]");
    assertThat(tree(block).places().stream().map(place -> place.annotations().keySet().toString()))
        .containsExactly("[]", "[listed]", "[listed]", "[mapped]", "[]");
  }

  @Test
  void aCollectionThatCannotBeReadHasNoPlaces() {
    Collections block = new Collections();
    block.list =
        new AbstractList<>() {
          @Override
          public Block get(int index) {
            throw new IllegalStateException("the app's own");
          }

          @Override
          public int size() {
            return 3;
          }
        };
    assertThat(paths(block)).containsExactly("", "head", "map[a]", "array[0]");
  }

  @Test
  void oneBlockAtTwoPlacesIsToldApartByItsTurn() {
    Block twice = linear();
    SequentialBlock root = new SequentialBlock().add(twice).add(new LambdaBlock(x -> x)).add(twice);
    BlockTree tree = tree(root);
    assertThat(tree.locate(tree.root(), twice, () -> 0).path()).hasToString("0");
    assertThat(tree.locate(tree.root(), twice, () -> 1).path()).hasToString("2");
    assertThat(tree.locate(tree.root(), twice, () -> 2).path()).hasToString("0");
  }

  @Test
  void aGrandchildThatIsCalledDirectlyKeepsItsPath() {
    Block leaf = linear();
    BlockTree tree = tree(new Net().with("mid", new Net().with("leaf", leaf)));
    assertThat(tree.locate(tree.root(), leaf, () -> 0).path()).hasToString("mid.leaf");
  }

  @Test
  void aChildThatWasAddedLaterIsFoundAndTheOthersStayTheSame() {
    Net net = new Net().with("a", linear());
    BlockTree tree = tree(net);
    BlockPlace a = tree.root().children().get(0);
    Block late = linear();
    net.with("b", late);
    assertThat(tree.locate(tree.root(), late, () -> 0).path()).hasToString("b");
    assertThat(tree.root().children()).first().isSameAs(a);
  }

  @Test
  void aStrangerIsNamedByItsTypeAndAllOfATypeShareAPlace() {
    BlockTree tree = tree(new Net());
    BlockPlace one = tree.locate(tree.root(), linear(), () -> 0);
    assertThat(one.path()).hasToString("~Linear");
    assertThat(tree.locate(tree.root(), linear(), () -> 0)).isSameAs(one);
  }

  @Test
  void whatCannotBeSeenIntoSaysWhy() {
    Block lstm = LSTM.builder().setStateSize(2).setNumLayers(1).build();
    assertThat(tree(lstm).root().opaque())
        .contains("a recurrent network, whose layers and steps run as one native operation");
    assertThat(tree(linear()).root().opaque()).isEmpty();
  }

  @Test
  void typeNamesIncludeSupertypes() {
    assertThat(tree(linear()).root().typeNames())
        .contains("Linear", "ai.djl.nn.core.Linear", "AbstractBlock", "ai.djl.nn.Block");
  }

  @Test
  void annotationsAreReadFromClassFieldAndMethod() {
    BlockTree tree = tree(new Annotated());
    assertThat(tree.root().annotations().keySet()).containsExactly("whole");
    assertThat(tree.root().children().get(0).annotations())
        .isEqualTo(
            Map.of(
                "part",
                new DeclaredCapture(
                    DeclaredCapture.Kind.FIELD,
                    Annotated.class.getName(),
                    "part",
                    "part",
                    "input last")));
    assertThat(tree(new ByMethod()).root().annotations().keySet()).containsExactly("method");
  }

  @Test
  void anAnnotatedMethodThatASubclassOverridesNamesNothing() {
    assertThat(tree(new Overriding()).root().annotations()).isEmpty();
  }

  /** A block that does nothing, with the children it is given. */
  static class Net extends AbstractBlock {
    @Nullable Block field;

    Net with(String name, Block child) {
      addChildBlock(name, child);
      return this;
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore store,
        NDList inputs,
        boolean training,
        @Nullable PairList<String, Object> params) {
      return inputs;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
      return inputShapes;
    }
  }

  @Capture("whole")
  static final class Annotated extends Net {
    @Capture(value = "part", take = "input last")
    final Block part = linear();

    Annotated() {
      addChildBlock("inner", part);
    }
  }

  static final class Collections extends Net {
    private final Block head = linear();

    @Capture("listed")
    List<Block> list = List.of(head, linear());

    @Capture("mapped")
    final Map<String, ? extends Block> map = Map.of("a", linear());

    final Linear[] array = {linear()};

    /** Never looked into: nothing says that blocks are in it. */
    final List<Object> objects = List.of(linear());

    Collections() {
      addChildBlock("head", head);
    }
  }

  static class ByMethod extends Net {
    @Override
    @Capture("method")
    protected NDList forwardInternal(
        ParameterStore store,
        NDList inputs,
        boolean training,
        @Nullable PairList<String, Object> params) {
      return inputs;
    }
  }

  static final class Overriding extends ByMethod {
    @Override
    protected NDList forwardInternal(
        ParameterStore store,
        NDList inputs,
        boolean training,
        @Nullable PairList<String, Object> params) {
      return inputs;
    }
  }
}
