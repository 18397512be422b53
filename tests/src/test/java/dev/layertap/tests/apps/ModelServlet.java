// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

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
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A web app that runs a model for each request, and knows nothing of Layertap. */
public class ModelServlet extends HttpServlet {
  private transient @Nullable NDManager manager;
  private final transient Block net =
      new SequentialBlock()
          .add(Linear.builder().setUnits(8).build())
          .add(Activation.reluBlock())
          .add(Linear.builder().setUnits(2).build());

  @Override
  public void init() {
    NDManager own = NDManager.newBaseManager();
    net.initialize(own, DataType.FLOAT32, new Shape(1, 4));
    OnlyModel.fill(net);
    manager = own;
  }

  /** Answers with the bits of what came out. */
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (manager == null) {
      throw new IllegalStateException("init was not called");
    }
    try (NDManager pass = manager.newSubManager()) {
      NDArray input = pass.arange(4f).reshape(1, 4);
      NDList output = net.forward(new ParameterStore(pass, false), new NDList(input), false);
      response.getWriter().print(Arrays.toString(output.get(0).toFloatArray()));
    }
  }

  @Override
  public void destroy() {
    if (manager != null) {
      net.clear();
      manager.close();
    }
  }
}
