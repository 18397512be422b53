// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import dev.layertap.CaptureScope;
import dev.layertap.Layertap;

/** {@link FolderModel} within a scope of what is annotated and configured; prints its summary. */
public final class FolderScope {
  private FolderScope() {}

  public static void main(String[] args) throws Exception {
    try (CaptureScope scope = Layertap.open()) {
      FolderModel.main(args);
      System.out.println(scope.summary());
    }
  }
}
