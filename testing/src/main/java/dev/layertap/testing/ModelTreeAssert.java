// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import static dev.layertap.testing.error.ShouldHaveNodes.shouldHaveNodes;
import static dev.layertap.testing.error.ShouldHaveProperty.shouldHaveProperty;

import dev.layertap.ModelTree;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on what a model is made of, and the way to its blocks and modules. Nothing has to run
 * for them: {@code assertThat(Layertap.tree(model))}.
 */
public class ModelTreeAssert extends AbstractAssert<ModelTreeAssert, ModelTree> {
  private Navigation navigation = Navigation.OF_ASSERTJ;

  /**
   * Makes assertions on a tree.
   *
   * @param actual the tree
   */
  public ModelTreeAssert(@Nullable ModelTree actual) {
    super(actual, ModelTreeAssert.class);
  }

  ModelTreeAssert by(Navigation way) {
    navigation = way;
    return this;
  }

  private List<String> paths() {
    return actual.nodes().stream()
        .map(node -> node.path().toString())
        .filter(path -> !path.isEmpty())
        .toList();
  }

  /**
   * Verifies that there is a block or module at each path.
   *
   * <pre>{@code
   * // passes for a ResNet-18
   * assertThat(tree).hasPaths("conv1", "layer3.0.downsample.1");
   * // fails
   * assertThat(tree).hasPaths("layer5");
   * }</pre>
   *
   * @param expected paths, as PyTorch would write them
   * @return this assertion
   * @throws AssertionError if there is nothing at one of them
   */
  public ModelTreeAssert hasPaths(String... expected) {
    isNotNull();
    Arguments.some("hasPaths", expected);
    List<String> paths = paths();
    List<String> missing = Arrays.stream(expected).filter(one -> !paths.contains(one)).toList();
    if (!missing.isEmpty()) {
      throwAssertionError(shouldHaveNodes(actual.root().type(), missing, List.of(), paths));
    }
    return this;
  }

  /**
   * Verifies the paths of all blocks and modules but the root, in any order.
   *
   * <pre>{@code
   * // passes for a model of two blocks
   * assertThat(tree).hasExactlyPaths("conv1", "fc");
   * // fails for a model that has a third
   * assertThat(tree).hasExactlyPaths("conv1", "fc");
   * }</pre>
   *
   * @param expected paths, as PyTorch would write them
   * @return this assertion
   * @throws AssertionError if there is nothing at one of them, or something elsewhere
   */
  public ModelTreeAssert hasExactlyPaths(String... expected) {
    isNotNull();
    List<String> paths = paths();
    List<String> missing = Arrays.stream(expected).filter(one -> !paths.contains(one)).toList();
    Set<String> unexpected = new LinkedHashSet<>(paths);
    Arrays.asList(expected).forEach(unexpected::remove);
    if (!missing.isEmpty() || !unexpected.isEmpty()) {
      throwAssertionError(
          shouldHaveNodes(actual.root().type(), missing, List.copyOf(unexpected), paths));
    }
    return this;
  }

  /**
   * Verifies how many blocks or modules of a type there are.
   *
   * <pre>{@code
   * // passes for a ResNet-18
   * assertThat(tree).hasTypeCount("BatchNorm", 20);
   * // fails
   * assertThat(tree).hasTypeCount("Dropout", 1);
   * }</pre>
   *
   * @param type the simple name of a block's class; for a TorchScript module its class in Python
   * @param count how many there are, the root included
   * @return this assertion
   * @throws AssertionError if there are more or fewer
   */
  public ModelTreeAssert hasTypeCount(String type, int count) {
    isNotNull();
    long found =
        actual.nodes().stream().filter(node -> ModelNodeAssert.type(node).equals(type)).count();
    if (found != count) {
      throwAssertionError(
          shouldHaveProperty(
              actual.root().type(), "number of blocks or modules of type " + type, count, found));
    }
    return this;
  }

  /**
   * Goes on with the root.
   *
   * <pre>{@code
   * // passes for a ResNet-18
   * assertThat(tree).root().hasParameterCount(11_689_512);
   * // fails
   * assertThat(tree).root().isFrozen();
   * }</pre>
   *
   * @return assertions on the outermost block
   */
  public final ModelNodeAssert root() {
    isNotNull();
    return navigation.node(this, actual == null ? null : actual.root());
  }

  /**
   * Goes on with the block or module at a path.
   *
   * <pre>{@code
   * // passes for a ResNet-18
   * assertThat(tree).node("layer3.0.downsample.1").hasType("BatchNorm");
   * // fails: there is no such path
   * assertThat(tree).node("layer5");
   * }</pre>
   *
   * @param path the path, as PyTorch would write it
   * @return assertions on what stands there
   * @throws AssertionError if there is nothing
   */
  public final ModelNodeAssert node(String path) {
    isNotNull();
    if (actual == null) { // and the assertions are soft
      return navigation.node(this, null);
    }
    Optional<ModelTree.Node> found =
        actual.nodes().stream().filter(node -> node.path().toString().equals(path)).findFirst();
    if (found.isEmpty()) {
      navigation.miss(
          this,
          assertionError(shouldHaveNodes(actual.root().type(), List.of(path), List.of(), paths())));
    }
    return navigation.node(this, found.orElse(null));
  }
}
