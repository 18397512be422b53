// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.error.ShouldBeReadable.shouldBeReadable;
import static dev.layertap.testing.error.ShouldBeTrainable.shouldBeTrainable;
import static dev.layertap.testing.error.ShouldHaveProperty.shouldHaveProperty;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import dev.layertap.ModelTree;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on one block or module of a model. */
public class ModelNodeAssert extends AbstractAssert<ModelNodeAssert, ModelTree.Node> {
  /** What TorchScript's modules print of their class in Python. */
  private static final String ORIGINAL_NAME = "original_name=";

  /**
   * Makes assertions on a block or module.
   *
   * @param actual its node in the tree
   */
  public ModelNodeAssert(ModelTree.@Nullable Node actual) {
    super(actual, ModelNodeAssert.class);
  }

  static String type(ModelTree.Node node) {
    return node.detail().startsWith(ORIGINAL_NAME)
        ? node.detail().substring(ORIGINAL_NAME.length())
        : node.type();
  }

  private String label() {
    String path = actual.path().toString();
    return "%s (%s)".formatted(path.isEmpty() ? "the root" : path, type(actual));
  }

  private ModelNodeAssert property(String name, Object expected, Object found) {
    if (!expected.equals(found)) {
      throwAssertionError(shouldHaveProperty(label(), name, expected, found));
    }
    return this;
  }

  /**
   * Verifies the type.
   *
   * <pre>{@code
   * // passes for DJL's BatchNorm, and for PyTorch's in a TorchScript file as "BatchNorm2d"
   * assertThat(tree).node("bn1").hasType("BatchNorm");
   * // fails
   * assertThat(tree).node("bn1").hasType("GhostBatchNorm");
   * }</pre>
   *
   * @param expected the simple name of the block's class; for a TorchScript module its class in
   *     Python
   * @return this assertion
   * @throws AssertionError if it has another type
   */
  public ModelNodeAssert hasType(String expected) {
    isNotNull();
    return property("type", expected, type(actual));
  }

  /**
   * Verifies the number of elements of its parameters and of those below it; running statistics are
   * not counted.
   *
   * <pre>{@code
   * // passes for 64 filters of 3 x 7 x 7 without a bias
   * assertThat(tree).node("conv1").hasParameterCount(9408);
   * // fails
   * assertThat(tree).node("conv1").hasParameterCount(9472);
   * }</pre>
   *
   * @param expected the count
   * @return this assertion
   * @throws AssertionError if there are more or fewer, or it is not initialised
   */
  public ModelNodeAssert hasParameterCount(long expected) {
    isNotNull();
    return property(
        "number of parameters",
        expected,
        actual
            .parameterCount()
            .<Object>map(count -> count)
            .orElse("unknown: it is not initialised"));
  }

  /**
   * Verifies what stands directly below it.
   *
   * <pre>{@code
   * // passes for two children that were added under these names
   * assertThat(tree).node("downsample").hasChildren("0", "1");
   * // fails
   * assertThat(tree).node("downsample").hasChildren("1", "0");
   * }</pre>
   *
   * @param expected the children's names, in order
   * @return this assertion
   * @throws AssertionError if it has others, or in another order
   */
  public ModelNodeAssert hasChildren(String... expected) {
    isNotNull();
    return property(
        "children",
        List.of(expected),
        actual.children().stream().map(ModelTree.Node::name).toList());
  }

  /**
   * Verifies the shapes that it returns for those that it was initialised with.
   *
   * <pre>{@code
   * // passes for a classifier of 1000 classes
   * assertThat(tree).node("fc").hasOutputShapes(new Shape(1, 1000));
   * // fails
   * assertThat(tree).node("fc").hasOutputShapes(new Shape(1, 10));
   * }</pre>
   *
   * @param expected the shapes
   * @return this assertion
   * @throws AssertionError if it returns others, or it is not known what
   */
  public ModelNodeAssert hasOutputShapes(Shape... expected) {
    isNotNull();
    return property("output shapes", List.of(expected), actual.outputShapes());
  }

  /**
   * Verifies that it has parameters, and that training leaves all of them as they are.
   *
   * <pre>{@code
   * // passes after block.freezeParameters(true)
   * assertThat(tree).node("layer1").isFrozen();
   * // fails before
   * assertThat(tree).node("layer1").isFrozen();
   * }</pre>
   *
   * @return this assertion
   * @throws AssertionError if it has no parameters, or one is trained
   */
  public ModelNodeAssert isFrozen() {
    return trains(false, "frozen");
  }

  /**
   * Verifies that it has parameters, and that training changes all of them; running statistics are
   * left out.
   *
   * <pre>{@code
   * // passes for a new block
   * assertThat(tree).node("fc").isTrainable();
   * // fails after block.freezeParameters(true)
   * assertThat(tree).node("fc").isTrainable();
   * }</pre>
   *
   * @return this assertion
   * @throws AssertionError if it has no parameters, or one is frozen
   */
  public ModelNodeAssert isTrainable() {
    return trains(true, "trainable");
  }

  private ModelNodeAssert trains(boolean expected, String word) {
    isNotNull();
    if (actual.block().isEmpty()) {
      throwAssertionError(
          shouldBeReadable(
              label()
                  + " is a module inside of a block that DJL freezes as one; ask the block that"
                  + " holds it."));
      return this;
    }
    Block block = actual.block().get();
    List<Pair<String, Parameter>> parameters =
        block.getParameters().stream().filter(pair -> isTrained(pair.getValue())).toList();
    List<String> others =
        parameters.stream()
            .filter(pair -> pair.getValue().requiresGradient() != expected)
            .map(Pair::getKey)
            .toList();
    if (parameters.isEmpty() || !others.isEmpty()) {
      throwAssertionError(shouldBeTrainable(label(), word, others, parameters.size()));
    }
    return this;
  }

  private static boolean isTrained(Parameter parameter) {
    return parameter.getType() != Parameter.Type.RUNNING_MEAN
        && parameter.getType() != Parameter.Type.RUNNING_VAR;
  }
}
