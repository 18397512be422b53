// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.LayertapException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An app with Layertap in its code that obeys its standard input: {@code open}, {@code predict},
 * {@code read}, {@code complete} and {@code close}.
 */
public final class ServesScopes {
  private final NDManager manager;
  private final Block net = new SequentialBlock().add(Linear.builder().setUnits(2).build());
  private @Nullable CaptureScope scope;

  private ServesScopes(NDManager manager) {
    this.manager = manager;
    net.initialize(manager, DataType.FLOAT32, new Shape(1, 4));
  }

  public static void main(String[] args) throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      ServesScopes app = new ServesScopes(manager);
      System.out.println("ready");
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(app.obey(line));
      }
    }
  }

  private String obey(String line) {
    try {
      switch (line) {
        case "open" -> scope = Layertap.open("lin=0");
        case "read" -> {
          return open().all("lin").size() + " read";
        }
        case "complete" -> open().requireComplete();
        case "close" -> open().close();
        default -> predict();
      }
      return line;
    } catch (IllegalStateException | LayertapException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private CaptureScope open() {
    if (scope == null) {
      throw new IllegalStateException("no scope is open");
    }
    return scope;
  }

  private void predict() {
    try (NDManager pass = manager.newSubManager()) {
      NDList unused =
          net.forward(
              new ParameterStore(pass, false), new NDList(pass.ones(new Shape(1, 4))), false);
    }
  }
}
