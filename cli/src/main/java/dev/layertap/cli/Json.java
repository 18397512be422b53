// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import org.jspecify.annotations.Nullable;

/** Writes JSON for {@code --json}. */
final class Json {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private Json() {}

  static String text(Object document) {
    return GSON.toJson(document);
  }

  /** JSON has no infinity, and nothing for what is no number. */
  static @Nullable Object number(double value) {
    if (Double.isNaN(value)) {
      return null;
    }
    return Double.isInfinite(value) ? Double.toString(value) : (Object) value;
  }
}
