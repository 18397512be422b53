// SPDX-License-Identifier: Apache-2.0
package app.plain;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.util.Arrays;

/** Prints the bits of what came out. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Net net = Net.filled(manager);
      NDList inputs = new NDList(manager.arange(4f).reshape(1, 4));
      NDList outputs = net.forward(new ParameterStore(manager, false), inputs, false);
      System.out.println(Arrays.toString(outputs.get(0).toFloatArray()));
    }
  }
}
