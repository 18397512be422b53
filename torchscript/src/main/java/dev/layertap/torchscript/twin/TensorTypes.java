// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

/** The numbers by which TorchScript code names types of elements (c10's {@code ScalarType}). */
final class TensorTypes {
  static final int INT16 = 2;
  static final int INT32 = 3;
  static final int FLOAT32 = 6;
  static final int BFLOAT16 = 15;

  private TensorTypes() {}
}
