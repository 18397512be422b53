// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.layertap.path.ModelPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a model is made of.
 *
 * @param root the outermost block
 */
public record ModelTree(Node root) {
  /**
   * One block or module, at one path.
   *
   * @param path where it stands
   * @param name the last step of the path; empty for the root
   * @param type what it is: {@code ReLU}
   * @param detail what PyTorch prints in its parentheses, such as a module's name in Python; may be
   *     empty
   * @param block the block, where it is one
   * @param parameterCount the number of elements of its parameters and of those below it, buffers
   *     such as running statistics not counted; empty if a shape is not known yet
   * @param inputShapes the shapes it was initialised for; empty before that
   * @param outputShapes what it makes of these; empty if that is not known
   * @param children the blocks below it
   */
  public record Node(
      ModelPath path,
      String name,
      String type,
      String detail,
      Optional<Block> block,
      Optional<Long> parameterCount,
      List<Shape> inputShapes,
      List<Shape> outputShapes,
      List<Node> children) {

    /**
     * Returns this node and all below it.
     *
     * @return the nodes, parents before their children
     */
    public Stream<Node> stream() {
      List<Node> all = new ArrayList<>();
      collect(all);
      return all.stream();
    }

    private void collect(List<Node> all) {
      all.add(this);
      for (Node child : children) {
        child.collect(all);
      }
    }

    private String comment() {
      String shapes =
          inputShapes.isEmpty() || outputShapes.isEmpty()
              ? ""
              : ", " + join(inputShapes) + " -> " + join(outputShapes);
      return "  # %s%s%s"
          .formatted(
              path.isRoot() ? "" : path + ", ",
              parameterCount
                  .map(count -> String.format(Locale.ROOT, "%,d parameters", count))
                  .orElse("not initialised"),
              shapes);
    }

    private static String join(List<Shape> shapes) {
      return shapes.stream().map(Shape::toString).collect(Collectors.joining(", "));
    }

    private void print(StringBuilder out, String indent) {
      out.append(indent);
      if (!path.isRoot()) {
        out.append('(').append(name).append("): ");
      }
      out.append(type).append('(');
      if (children.isEmpty()) {
        out.append(detail).append(')').append(comment()).append('\n');
        return;
      }
      out.append(comment()).append('\n');
      if (!detail.isEmpty()) {
        out.append(indent).append("  ").append(detail).append('\n');
      }
      for (Node child : children) {
        child.print(out, indent + "  ");
      }
      out.append(indent).append(")\n");
    }
  }

  /**
   * Returns every node.
   *
   * @return the nodes, parents before their children
   */
  public List<Node> nodes() {
    return root.stream().toList();
  }

  /** Returns a text as PyTorch prints a model, with path, parameters and shapes as comments. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    root.print(out, "");
    return out.toString();
  }
}
