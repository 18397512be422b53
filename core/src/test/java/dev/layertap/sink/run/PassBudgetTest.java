// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassBudgetTest {
  private static final long MILLI = 1_000_000;

  private final PassBudget budget = new PassBudget(5 * MILLI);
  private final List<String> said = new ArrayList<>();

  private void take(int passes, long millis) {
    for (int i = 0; i < passes; i++) {
      budget.took(millis * MILLI).ifPresent(said::add);
    }
  }

  private void warmUp() {
    take(10, 500);
  }

  @Test
  void theFirstPassesMayTakeAsLongAsTheyLike() {
    warmUp();

    assertThat(budget.state()).isEqualTo("every pass is captured");
    assertThat(budget.includes(7)).isTrue();
    assertThat(said).isEmpty();
  }

  @Test
  void threeAboveItInARowAndFewerPassesAreCaptured() {
    warmUp();
    take(2, 6);
    take(1, 4);
    take(2, 6);
    assertThat(budget.includes(7)).isTrue();

    take(1, 6);

    assertThat(budget.includes(7)).isFalse();
    assertThat(budget.includes(70)).isTrue();
    assertThat(said)
        .containsExactly(
            "Layertap took 6.0 ms of a pass, and pass-budget is 5.0 ms: from now on one pass in 10"
                + " is captured.");
  }

  @Test
  void thenOneInAHundredThenNone() {
    warmUp();
    take(6, 6);
    assertThat(budget.includes(70)).isFalse();
    assertThat(budget.includes(700)).isTrue();

    take(3, 6);

    assertThat(budget.includes(0)).isFalse();
    assertThat(budget.state()).isEqualTo("nothing is captured");
    assertThat(said).hasSize(3);
    assertThat(said.get(2)).endsWith("from now on nothing is captured.");
  }

  @Test
  void thereIsNoWayBackFromNone() {
    warmUp();
    take(9, 6);
    take(1000, 0);

    assertThat(budget.includes(0)).isFalse();
  }

  @Test
  void aLongTimeBelowHalfOfItLeadsAStepBack() {
    warmUp();
    take(3, 6);
    take(29, 1);
    take(1, 3); // below the limit, and not far enough
    take(29, 1);
    assertThat(budget.state()).isEqualTo("one pass in 10 is captured");

    take(1, 1);

    assertThat(budget.state()).isEqualTo("every pass is captured");
  }

  @Test
  void eachStepIsSaidOnceHoweverOftenItIsTaken() {
    warmUp();
    for (int i = 0; i < 5; i++) {
      take(3, 6);
      take(30, 1);
    }

    assertThat(said).hasSize(1);
  }
}
