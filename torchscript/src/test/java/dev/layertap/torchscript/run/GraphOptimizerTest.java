// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphOptimizerTest {
  private final List<Boolean> switched = new ArrayList<>();

  /** As under the agent, which tells of our own calls too. */
  private final GraphOptimizer optimizer = new GraphOptimizer(this::tell);

  private void tell(boolean enabled) {
    switched.add(enabled);
    optimizer.set(enabled);
  }

  @Test
  void aTwinRunsWithoutItAndTheThreadIsLeftAsItWas() {
    assertThat(optimizer.without(() -> List.copyOf(switched))).containsExactly(false);
    assertThat(switched).containsExactly(false, true);
    optimizer.without(() -> true);
    assertThat(switched).containsExactly(false, true, false, true);
  }

  @Test
  void whatTheAppHasSwitchedOffStaysOff() {
    optimizer.set(false);
    assertThat(optimizer.without(() -> "run")).isEqualTo("run");
    assertThat(switched).isEmpty();
    optimizer.set(true);
    optimizer.without(() -> "run");
    assertThat(switched).containsExactly(false, true);
  }

  @Test
  void itIsOneOfTheThread() throws InterruptedException {
    Thread other = new Thread(() -> optimizer.set(false));
    other.start();
    other.join();
    optimizer.without(() -> true);
    assertThat(switched).containsExactly(false, true);
  }

  @Test
  void aRunThatFailsLeavesItAsItWasToo() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                optimizer.without(
                    () -> {
                      throw new IllegalStateException("the model's");
                    }));
    assertThat(switched).containsExactly(false, true);
  }
}
