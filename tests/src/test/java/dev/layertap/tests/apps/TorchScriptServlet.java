// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A web app that loads the TorchScript file of the property {@code model}, with Layertap in its
 * code: answers with the result and what a scope saw of it.
 */
public final class TorchScriptServlet extends HttpServlet {
  private transient @Nullable Model model;

  @Override
  public void init() throws ServletException {
    Model loaded = Model.newInstance("model", "PyTorch");
    model = loaded;
    try {
      loaded.load(Path.of(System.getProperty("model")));
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (model == null) {
      throw new IllegalStateException("init was not called");
    }
    try (NDManager manager = model.getNDManager().newSubManager();
        CaptureScope scope = Layertap.open("again")) {
      NDList inputs = new NDList(manager.arange(12f).reshape(new Shape(3, 4)));
      NDList output = model.getBlock().forward(new ParameterStore(manager, false), inputs, false);
      response
          .getWriter()
          .print(Arrays.toString(output.get(0).toFloatArray()) + " " + scope.summary());
    }
  }

  @Override
  public void destroy() {
    if (model != null) {
      model.close();
    }
  }
}
