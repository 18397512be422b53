// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.layertap.sink.SinkOptions;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final long MILLI = 1_000_000;

  private final AtomicLong clock = new AtomicLong(-5 * MILLI); // such clocks begin anywhere

  private Sampler sampler(Map<String, String> options) {
    return Sampler.of(new SinkOptions("files", options), clock::get);
  }

  @Test
  void takesAllPassesUnlessItIsToldOtherwise() {
    assertThat(IntStream.range(0, 5).allMatch(sampler(Map.of())::includes)).isTrue();
  }

  @Test
  void takesOneInSoMany() {
    assertThat(IntStream.range(0, 7).filter(sampler(Map.of("every", "3"))::includes))
        .containsExactly(0, 3, 6);
  }

  @Test
  void takesSoManyInATime() {
    Sampler sampler = sampler(Map.of("rate", "2/s"));

    assertThat(
            IntStream.range(0, 16)
                .filter(
                    pass -> {
                      clock.addAndGet(100 * MILLI);
                      return sampler.includes(pass);
                    }))
        .containsExactly(0, 5, 10, 15);
  }

  @Test
  void countsOnlyWhatIsOneInSoManyForTheRate() {
    Sampler sampler = sampler(Map.of("rate", "1/min", "every", "2"));

    assertThat(sampler.includes(1)).isFalse();
    assertThat(sampler.includes(2)).isTrue();
    clock.addAndGet(59_999 * MILLI);
    assertThat(sampler.includes(4)).isFalse();
    clock.addAndGet(MILLI);
    assertThat(sampler.includes(6)).isTrue();
  }

  @Test
  void saysHowARateIsWritten() {
    for (String wrong : new String[] {"5", "0/s", "5/day", "-1/s", "often"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> sampler(Map.of("rate", wrong)))
          .withMessage(
              "\"rate\" of the sink \"files\" must be a rate such as 5/s, 0.5/s, 10/min or 1/h, not"
                  + " \"%s\"",
              wrong);
    }
  }
}
