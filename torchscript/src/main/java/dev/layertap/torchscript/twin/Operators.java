// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import java.util.Set;

/**
 * What is known of libtorch's operators: whether the memory of a result can be that of an operand,
 * and whether an operand is written to. Whatever is not named here may do anything.
 *
 * <p>Each name stands for all overloads. Source: the schemas of PyTorch 2.7's {@code
 * native_functions.yaml}, and for composite operators what they are made of.
 */
final class Operators {
  /** Operators whose result has memory of its own, whatever they are given. */
  private static final Set<String> FRESH =
      Set.of(
          "_convolution conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d"
              .concat(" linear addmm matmul mm bmm baddbmm embedding batch_norm layer_norm")
              .concat(" group_norm relu relu6 gelu silu mish sigmoid tanh softmax log_softmax elu")
              .concat(" selu celu leaky_relu hardtanh hardswish hardsigmoid softplus exp log sqrt")
              .concat(" rsqrt erf neg abs pow add sub mul div rsub maximum minimum where clone")
              .concat(" max_pool1d max_pool2d max_pool3d avg_pool1d avg_pool2d avg_pool3d")
              .concat(" adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d mean sum amax")
              .concat(" cat stack scaled_dot_product_attention upsample_nearest2d")
              .concat(" upsample_bilinear2d zeros ones full zeros_like ones_like arange")
              .split(" "));

  /** Operators that read, and whose result may have the whole memory of the first operand. */
  private static final Set<String> READING =
      Set.of(
          "flatten view reshape permute transpose t unsqueeze squeeze contiguous to type_as detach"
              .concat(" dropout feature_dropout pad constant_pad_nd size dim len numel eq ne lt le")
              .concat(" gt ge __is__ __isnot__ __not__ __contains__ __and__ __or__ floordiv")
              .concat(
                  " remainder format warn is_floating_point is_complex dtype device layout data")
              .concat(" is_nested is_cuda requires_grad unchecked_unwrap_optional _unwrap_optional")
              .concat(" RaiseException NumToTensor Int Float Bool ScalarImplicit list min max")
              .split(" "));

  /** Operators that read, and whose result may have a part of the first operand's memory. */
  private static final Set<String> TAKING_A_PART =
      Set.of(
          "slice select narrow chunk split split_with_sizes unbind __getitem__ expand expand_as"
              .concat(" unflatten as_strided index diagonal real imag view_as_real")
              .split(" "));

  /** Operators that make one list of two, or several of one: of lists they return the elements. */
  private static final Set<String> ALSO_OF_LISTS = Set.of("add", "mul", "where");

  /** What an operator does with its operands. */
  enum Effect {
    /** It reads; the result is new. */
    FRESH,
    /** It reads; the result is new, but for lists, of which it has the elements. */
    FRESH_UNLESS_LIST,
    /** It reads; the result may be the first operand. */
    READS,
    /** It reads; the result may be a part of the first operand. */
    PART,
    /** It writes to the first operand, and returns it. */
    WRITES_FIRST,
    /** Anything. */
    UNKNOWN
  }

  private Operators() {}

  /**
   * Tells what an operator does.
   *
   * @param name as it is called: {@code torch.relu}
   */
  static Effect effect(String name) {
    String operator = name.substring(name.lastIndexOf('.') + 1);
    String space = name.substring(0, name.length() - operator.length());
    if (!space.equals("torch.") && !space.equals("ops.aten.") && !space.equals("ops.prim.")) {
      return Effect.UNKNOWN;
    }
    if (FRESH.contains(operator)) {
      return ALSO_OF_LISTS.contains(operator) ? Effect.FRESH_UNLESS_LIST : Effect.FRESH;
    }
    if (READING.contains(operator)) {
      return Effect.READS;
    }
    if (TAKING_A_PART.contains(operator)) {
      return Effect.PART;
    }
    return writesFirst(operator) ? Effect.WRITES_FIRST : Effect.UNKNOWN;
  }

  /**
   * By PyTorch's rule for names. Of those that begin like private ones and of {@code rrelu}'s some
   * write to more, and {@code set_} gives a tensor another's memory.
   */
  private static boolean writesFirst(String operator) {
    return operator.endsWith("_")
        && !operator.startsWith("_")
        && !operator.startsWith("rrelu")
        && !operator.equals("set_");
  }
}
