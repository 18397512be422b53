// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints a digest of each case's own outputs, in a JVM without Layertap. */
final class OriginalBits {
  /** Larger models are not trained here. */
  private static final long LARGEST_TO_TRAIN = 1_000_000;

  private OriginalBits() {}

  public static void main(String[] args) throws Exception {
    for (ParityCase one : ParityCase.below(Path.of(args[0]))) {
      System.out.println(one + ":" + evaluated(one) + ":" + trained(one));
    }
  }

  static String evaluated(ParityCase one) throws Exception {
    try (CaseModel model = CaseModel.load(one.model());
        NDManager manager = NDManager.newBaseManager("PyTorch")) {
      return OutputBits.of(model.block(), one.inputs(manager), false);
    }
  }

  static boolean isTrained(ParityCase one) throws Exception {
    return Files.size(one.model()) <= LARGEST_TO_TRAIN;
  }

  static String trained(ParityCase one) throws Exception {
    if (!isTrained(one)) {
      return "-";
    }
    try (CaseModel model = CaseModel.load(one.model(), true);
        NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDList inputs = one.inputs(manager);
      return OutputBits.of(model.block(), inputs, true);
    }
  }
}
