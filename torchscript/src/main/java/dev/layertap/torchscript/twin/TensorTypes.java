// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import java.util.Map;

/**
 * The numbers by which TorchScript code names types of elements (c10's {@code ScalarType}) and ways
 * of storing them ({@code Layout}), and PyTorch's names for those.
 */
final class TensorTypes {
  static final int UINT8 = 0;
  static final int INT8 = 1;
  static final int INT16 = 2;
  static final int INT32 = 3;
  static final int INT64 = 4;
  static final int FLOAT16 = 5;
  static final int FLOAT32 = 6;
  static final int FLOAT64 = 7;
  static final int BOOL = 11;
  static final int BFLOAT16 = 15;
  static final int FLOAT8_E5M2 = 23;
  static final int FLOAT8_E4M3FNUZ = 26;
  static final int UINT16 = 27;
  static final int UINT32 = 28;
  static final int UINT64 = 29;
  static final int FLOAT8_E8M0FNU = 44;

  static final int STRIDED = 0;

  private static final Map<Integer, String> TYPES =
      Map.ofEntries(
          Map.entry(INT16, "int16"),
          Map.entry(8, "complex32"),
          Map.entry(9, "complex64"),
          Map.entry(10, "complex128"),
          Map.entry(12, "qint8"),
          Map.entry(13, "quint8"),
          Map.entry(14, "qint32"),
          Map.entry(BFLOAT16, "bfloat16"),
          Map.entry(16, "quint4x2"),
          Map.entry(17, "quint2x4"),
          Map.entry(18, "bits1x8"),
          Map.entry(19, "bits2x4"),
          Map.entry(20, "bits4x2"),
          Map.entry(21, "bits8"),
          Map.entry(22, "bits16"),
          Map.entry(FLOAT8_E5M2, "float8_e5m2"),
          Map.entry(24, "float8_e4m3fn"),
          Map.entry(25, "float8_e5m2fnuz"),
          Map.entry(FLOAT8_E4M3FNUZ, "float8_e4m3fnuz"),
          Map.entry(UINT16, "uint16"),
          Map.entry(UINT32, "uint32"),
          Map.entry(UINT64, "uint64"),
          Map.entry(FLOAT8_E8M0FNU, "float8_e8m0fnu"),
          Map.entry(45, "float4_e2m1fn_x2"));

  private static final Map<Integer, String> LAYOUTS =
      Map.of(
          1, "sparse_coo",
          2, "sparse_csr",
          3, "mkldnn",
          4, "sparse_csc",
          5, "sparse_bsr",
          6, "sparse_bsc");

  private TensorTypes() {}

  static String type(int number) {
    return TYPES.getOrDefault(number, "type " + number);
  }

  static String layout(int number) {
    return LAYOUTS.getOrDefault(number, "layout " + number);
  }
}
