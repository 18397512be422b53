// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.files;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plain values as JSON, in one line. A {@code Gson} writes whatever there is, for which it loads a
 * hundred classes more: an app that starts would load them beside its first answer.
 */
final class Json {
  private Json() {}

  /**
   * Writes a map.
   *
   * @param map of texts, numbers, truth values, {@code long[]}, lists and such maps; an entry
   *     without a value is left out
   */
  static String of(Map<String, ?> map) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setSerializeNulls(false);
      write(json, map);
    } catch (IOException e) {
      throw new UncheckedIOException("A StringWriter", e);
    }
    return text.toString();
  }

  private static void write(JsonWriter json, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.beginObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.name(String.valueOf(entry.getKey()));
        write(json, entry.getValue());
      }
      json.endObject();
    } else if (value instanceof List<?> list) {
      json.beginArray();
      for (Object element : list) {
        write(json, element);
      }
      json.endArray();
    } else if (value instanceof long[] numbers) {
      json.beginArray();
      for (long number : numbers) {
        json.value(number);
      }
      json.endArray();
    } else if (value instanceof Number number) {
      json.value(number);
    } else if (value instanceof Boolean truth) {
      json.value(truth);
    } else {
      json.value((String) value); // null too
    }
  }
}
