// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.GsonBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void plainValuesAreWrittenAsGsonDoes() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("texts", List.of("a \"b\" \\ <c>&'=", "\n\t\u0001\u2028 \u00e9\ud83d\ude00", ""));
    values.put("numbers", List.of(1, -5L, 0.1, 1e300, -0.0, 3.0, Double.MIN_VALUE));
    values.put("shape", new long[] {2, 3, Long.MAX_VALUE});
    values.put("none", new long[0]);
    values.put("truths", List.of(true, false));
    values.put("empty", List.of(Map.of(), List.of()));
    values.put("left out", null);
    values.put("nested", List.of(Collections.singletonMap("left out", null), Map.of("x", 1)));
    String json = Json.of(values);

    assertThat(json)
        .isEqualTo(new GsonBuilder().disableHtmlEscaping().create().toJson(values))
        .doesNotContain("\n")
        .contains(
            "\"numbers\":[1,-5,0.1,1.0E300,-0.0,3.0,4.9E-324],\"shape\":[2,3,9223372036854775807]");
  }
}
