// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Predicts for a long time with a model of blocks and one of TorchScript, one prediction in four
 * inside of a scope of its own, and prints after every so many how much memory there is in use: on
 * the heap after a collection, and of the whole process.
 */
public final class ManyPredictions {
  private static final int KILOBYTE = 1024;

  /** One in so many is of TorchScript. */
  private static final int SCRIPTS = 10;

  /** Ten in a row, once in so many rows, are inside of scopes of their own. */
  private static final int SCOPES = 4;

  private ManyPredictions() {}

  /** Takes how many predictions there are in a window, and how many windows. */
  public static void main(String[] args) throws Exception {
    int predictions = Integer.parseInt(args[0]);
    int windows = Integer.parseInt(args[1]);
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        Model model = Model.newInstance("model", "PyTorch")) {
      Block blocks = blocks(manager);
      NDList row = new NDList(manager.arange(4f).reshape(1, 4));
      model.load(ModelFiles.fixture("cnn-scripted"));
      NDList image = ModelFiles.inputs("cnn-scripted", manager);
      for (int window = 0; window < windows; window++) {
        for (int i = 0; i < predictions; i++) {
          boolean isScript = i % SCRIPTS == 0;
          Block block = isScript ? model.getBlock() : blocks;
          NDList input = isScript ? image : row;
          if (i / SCRIPTS % SCOPES == 0) {
            predictInScope(block, manager, input);
          } else {
            predict(block, manager, input);
          }
        }
        System.out.println("window " + heap() + " " + process());
      }
    }
  }

  private static Block blocks(NDManager manager) {
    Block blocks =
        new SequentialBlock()
            .add(Linear.builder().setUnits(8).build())
            .add(Activation.reluBlock())
            .add(Linear.builder().setUnits(2).build());
    blocks.initialize(manager, DataType.FLOAT32, new Shape(1, 4));
    return blocks;
  }

  private static void predictInScope(Block block, NDManager manager, NDList input) {
    try (CaptureScope scope = Layertap.open("**", "whole=.")) {
      predict(block, manager, input);
      if (scope.get("whole").array().size() == 0) {
        throw new IllegalStateException("nothing was captured");
      }
    }
  }

  private static void predict(Block block, NDManager parent, NDList input) {
    try (NDManager manager = parent.newSubManager()) {
      NDList own = new NDList(); // what a model makes belongs to the manager of what it is given
      for (NDArray array : input) {
        NDArray copy = array.duplicate();
        copy.attach(manager);
        own.add(copy);
      }
      NDList unused = block.forward(new ParameterStore(manager, false), own, false);
    }
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / KILOBYTE;
  }

  /** The resident set, in kB. */
  private static long process() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
