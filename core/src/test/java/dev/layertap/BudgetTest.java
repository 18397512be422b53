// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.select.TestPlace;
import dev.layertap.take.Side;
import dev.layertap.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetTest {
  private static Activation activation() {
    return new Activation(
        "a", TestPlace.at("a"), 0, 0, Side.OUTPUT, Kept.ofValue(new Value.Scalar(1L)));
  }

  @Test
  void whatHasNoLimitHasTheSameRoomAfterEachPass() {
    Budget unlimited = new Budget(Long.MAX_VALUE);
    for (int i = 0; i < 3; i++) {
      assertThat(unlimited.room()).isEqualTo(Long.MAX_VALUE);
      assertThat(unlimited.take(activation(), List.of())).isTrue();
      unlimited.giveBack(activation());
    }
    assertThat(unlimited.room()).isEqualTo(Long.MAX_VALUE);
  }
}
