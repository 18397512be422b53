// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import java.nio.charset.StandardCharsets;

/** The two shapes of {@code forward} that do a block's work; all others end in one of these. */
enum ForwardKind {
  PLAIN("Z", "forward(ParameterStore, NDList, boolean, PairList)"),
  WITH_LABELS("Lai/djl/ndarray/NDList;", "forward(ParameterStore, NDList, NDList, PairList)");

  private final String descriptor;

  @SuppressWarnings("ImmutableEnumChecker") // read only, within this package
  private final byte[] encoded;

  private final String signature;

  ForwardKind(String third, String signature) {
    this.descriptor =
        "(Lai/djl/training/ParameterStore;Lai/djl/ndarray/NDList;"
            + third
            + "Lai/djl/util/PairList;)Lai/djl/ndarray/NDList;";
    this.encoded = descriptor.getBytes(StandardCharsets.US_ASCII);
    this.signature = signature;
  }

  String descriptor() {
    return descriptor;
  }

  /** The descriptor as a constant pool holds it. */
  byte[] encoded() {
    return encoded;
  }

  /** As a person writes it. */
  String signature() {
    return signature;
  }
}
