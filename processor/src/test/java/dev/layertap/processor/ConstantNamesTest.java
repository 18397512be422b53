// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstantNamesTest {
  @ParameterizedTest
  @CsvSource({
    "comp, COMP",
    "layer3.out, LAYER3_OUT",
    "poolOut, POOL_OUT",
    "class, CLASS",
    "3d, _3D",
    "a-b, A_B",
    "a$b, A_B",
    "straße, STRASSE",
    "日本, 日本",
    "_, CAPTURE_",
    "#, CAPTURE_",
    "+1, _1"
  })
  void aNameBecomesAConstant(String name, String constant) {
    assertThat(ConstantNames.of(List.of(name))).containsEntry(name, constant);
  }

  @Test
  void namesThatWouldMeetAreToldApartInWhateverOrderTheyCome() {
    assertThat(ConstantNames.of(List.of("a_b", "a.b", "a.b.2", "A_B")))
        .isEqualTo(ConstantNames.of(List.of("A_B", "a.b.2", "a.b", "a_b")))
        .containsEntry("A_B", "A_B")
        .containsEntry("a.b", "A_B_2")
        .containsEntry("a.b.2", "A_B_2_2")
        .containsEntry("a_b", "A_B_3");
  }
}
