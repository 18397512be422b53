// SPDX-License-Identifier: Apache-2.0
package dev.layertap.value;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ValueTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray one = manager.create(1f);
  private final NDArray two = manager.create(2f);
  private final NDArray three = manager.create(3f);

  @AfterEach
  void close() {
    manager.close();
  }

  private Value nested() {
    Map<String, Value> entries = new LinkedHashMap<>();
    entries.put("z", new Value.Tensor(two));
    entries.put("a", new Value.Scalar(7L));
    return new Value.Sequence(
        List.of(),
        List.of(
            new Value.Tensor(one),
            new Value.Mapping(entries),
            new Value.Sequence(List.of("only"), List.of(new Value.Tensor(three))),
            new Value.None()));
  }

  @Test
  void aListOfOneArrayIsTheArray() {
    assertThat(Value.of(new NDList(one))).isEqualTo(new Value.Tensor(one));
    assertThat(Value.of(new NDList(one, two)).leaves()).containsOnlyKeys("0", "1");
    assertThat(Value.of(new NDList()).leaves()).isEmpty();
  }

  @Test
  void leavesAreKeyedByTheirPlaceInOrder() {
    assertThat(nested().leaves().keySet()).containsExactly("0", "1/z", "1/a", "2/0", "3");
    assertThat(new Value.Tensor(one).leaves()).containsOnlyKeys("");
  }

  @Test
  void arraysAreFoundHoweverDeepTheyAre() {
    assertThat(nested().arrays()).containsExactly(one, two, three);
  }

  @Test
  void mappingKeepsTheStructure() {
    Value mapped = nested().map(array -> array == two ? one : array);
    assertThat(mapped.arrays()).containsExactly(one, one, three);
    assertThat(mapped.leaves().keySet()).isEqualTo(nested().leaves().keySet());
    assertThat(mapped.leaves()).containsEntry("1/a", new Value.Scalar(7L));
  }
}
