// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.testing;

/** Mistakes that {@link ShapeNet} can be built with. */
public enum Bug {
  /** None: the model as it should be. */
  NONE,

  /**
   * PyTorch's {@code momentum=0.1} copied as it is: there it is the share of the new batch, in DJL
   * that of the old statistics.
   */
  WRONG_MOMENTUM,

  /** The ReLU behind the hidden layer was forgotten. */
  MISSING_RELU,

  /** The hidden layer's weights were stored as (inputs, outputs), and read as they are. */
  TRANSPOSED_WEIGHT
}
