// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A web app with Layertap in its code: answers with the result and what a scope saw of it. */
public final class ScopeServlet extends ModelServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    try (CaptureScope scope = Layertap.open("lin=0", "out=2")) {
      super.doGet(request, response);
      response.getWriter().print(" " + scope.summary());
    }
  }
}
