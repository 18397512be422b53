// SPDX-License-Identifier: Apache-2.0
package dev.layertap.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.annotation.DeclaredCapture;
import dev.layertap.annotation.DeclaredCapture.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptureIndexTest {
  private static final String TEXT =
      """
      # layertap captures 1
      class a.Block blocks
      field a.Net$Head#norm comp input last mean(2, 3)
      method a.Net$Head#forwardInternal whole#1
      """;

  @Test
  void whatIsWrittenIsReadBack() {
    CaptureIndex index = CaptureIndex.parse("file", TEXT);
    assertThat(index.captures())
        .containsExactly(
            new DeclaredCapture(Kind.CLASS, "a.Block", "", "blocks", ""),
            new DeclaredCapture(Kind.FIELD, "a.Net$Head", "norm", "comp", "input last mean(2, 3)"),
            new DeclaredCapture(Kind.METHOD, "a.Net$Head", "forwardInternal", "whole#1", ""));
    assertThat(index.problems()).isEmpty();
    assertThat(index.text()).isEqualTo(TEXT);
  }

  @Test
  void copiesThatAnUberJarJoinedAreOne() {
    String joined = TEXT + "\n" + TEXT.replace("blocks", "more").replace("\n", "\r\n") + TEXT;
    CaptureIndex index = CaptureIndex.parse("file", joined);
    assertThat(index.captures()).hasSize(4);
    assertThat(index.problems()).isEmpty();
  }

  @Test
  void linesThatCannotBeReadAreNamedAndTheOthersCount() {
    CaptureIndex index =
        CaptureIndex.parse(
            "app.jar", TEXT + "field a.Net comp\nclass a.Net#norm x\nfeld a.B#c x\nclass a.C\n");
    assertThat(index.captures()).hasSize(3);
    assertThat(index.problems())
        .containsExactly(
            "app.jar, line 5: \"field a.Net comp\" is no capture, and is left out. Compile its jar"
                + " anew.",
            "app.jar, line 6: \"class a.Net#norm x\" is no capture, and is left out. Compile its"
                + " jar anew.",
            "app.jar, line 7: \"feld a.B#c x\" is no capture, and is left out. Compile its jar"
                + " anew.",
            "app.jar, line 8: \"class a.C\" is no capture, and is left out. Compile its jar"
                + " anew.");
  }

  @Test
  void theCapturesOfANewerFormatAreLeftOutAndItIsSaid() {
    CaptureIndex index =
        CaptureIndex.parse("app.jar", "# layertap captures 2\nclass b.New x y z=1\n" + TEXT);
    assertThat(index.captures()).hasSize(3);
    assertThat(index.problems())
        .containsExactly(
            "app.jar, line 1: captures of format \"2\", where this Layertap reads 1, are left out."
                + " Use one Layertap for the processor and the app.");
  }

  @Test
  void severalFilesAreOneList() {
    CaptureIndex one = CaptureIndex.parse("one", TEXT);
    assertThat(CaptureIndex.merged(List.of(one, one))).isEqualTo(one);
  }
}
