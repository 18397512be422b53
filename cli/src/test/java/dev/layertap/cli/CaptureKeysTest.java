// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.torchscript.run.ModelCapture.ModuleValue;
import dev.layertap.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CaptureKeysTest {
  private static final Value ONE = new Value.Scalar(1L);

  private final CaptureKeys keys = new CaptureKeys();

  @Test
  void elementsGoByTheirPlaceAndEntriesByTheirKey() {
    Map<String, Value> entries = new LinkedHashMap<>();
    entries.put("k", sequence(ONE, new Value.None()));
    entries.put("b/x", ONE);
    keys.add(new ModuleValue("lstm", 2, false, "LSTM", sequence(ONE, new Value.Mapping(entries))));
    assertThat(keys()).containsExactly("lstm#2/0", "lstm#2/1/k/0", "lstm#2/1/k/1", "lstm#2/1/b/x");
  }

  @Test
  void inputsGoByTheirPosition() {
    keys.add(new ModuleValue("a", 0, true, "A", sequence(ONE, sequence(ONE, ONE))));
    assertThat(keys()).containsExactly("a#0<0", "a#0<1/0", "a#0<1/1");
    assertThat(keys.values()).allMatch(CapturedValue::isInput);
  }

  @Test
  void theModelsOwnPathIsEmpty() {
    keys.add("", 0, "Net", false, ONE);
    keys.add("", 0, "Net", true, sequence(ONE));
    assertThat(keys()).containsExactly("#0", "#0<0");
  }

  @Test
  void aPathIsSpelledAsPytorchDoesWithoutTheBackslashesOfSelectors() {
    keys.add(new ModuleValue("c\\ d\\=e", 0, false, "Linear", ONE));
    assertThat(keys()).containsExactly("c d=e#0");
    assertThat(keys.values().get(0).path()).isEqualTo("c\\ d\\=e");
  }

  @Test
  void whatIsEmptyIsNotLost() {
    keys.add(
        new ModuleValue("a", 0, false, "A", sequence(sequence(), new Value.Mapping(Map.of()))));
    assertThat(keys()).containsExactly("a#0/0", "a#0/1");
  }

  private List<String> keys() {
    return keys.values().stream().map(CapturedValue::key).toList();
  }

  private static Value sequence(Value... elements) {
    return new Value.Sequence(List.of(), List.of(elements));
  }
}
