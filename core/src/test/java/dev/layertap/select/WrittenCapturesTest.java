// SPDX-License-Identifier: Apache-2.0
package dev.layertap.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class WrittenCapturesTest {
  @Test
  void aCaptureIsParsedOnce() {
    CaptureRequest first = WrittenCaptures.parse("comp=layer3.0.downsample.1");

    assertThat(first)
        .isEqualTo(
            SelectorParser.capture("comp=layer3.0.downsample.1", Optional.empty(), "open(...)"));
    assertThat(WrittenCaptures.parse("comp=layer3.0.downsample.1")).isSameAs(first);
  }

  @Test
  void aMistakeIsToldEachTime() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> WrittenCaptures.parse("a..b"))
          .isInstanceOf(SelectorSyntaxException.class);
    }
  }

  @Test
  void whatCodeMakesUpIsParsedAndNotKeptForEver() {
    for (int i = 0; i < 1000; i++) {
      assertThat(WrittenCaptures.parse("made.up" + i).text()).isEqualTo("made.up" + i);
    }
    assertThat(WrittenCaptures.parse("made.up999"))
        .isNotSameAs(WrittenCaptures.parse("made.up999"));
  }
}
