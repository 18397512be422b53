// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SinkOptionsTest {
  private static SinkOptions with(String option, String text) {
    return new SinkOptions("files", Map.of(option, text));
  }

  @Test
  void readsAmountsOfBytes() {
    assertThat(with("shard", "64MB").bytes("shard")).contains(64_000_000L);
    assertThat(with("shard", "1.5 GiB").bytes("shard")).contains(1_610_612_736L);
    assertThat(with("shard", "7").bytes("shard")).contains(7L);
    assertThat(with("shard", "7").bytes("disk")).isEmpty();
  }

  @Test
  void saysHowAmountsAreWritten() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("shard", "64 m").bytes("shard"))
        .withMessage(
            "\"shard\" of the sink \"files\" must be an amount such as 64MB or 1.5GiB, not \"64 m\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("shard", "0.5").bytes("shard"))
        .withMessage("\"shard\" of the sink \"files\" must be one byte or more, not \"0.5\"");
  }

  @Test
  void readsNamesWithValues() {
    assertThat(with("tags", "app=shop; region=eu=1").pairs("tags"))
        .containsExactly(Map.entry("app", "shop"), Map.entry("region", "eu=1"));
    assertThat(with("tags", "app=shop").pairs("others")).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("tags", "shop").pairs("tags"))
        .withMessage(
            "\"tags\" of the sink \"files\" must be names with values, such as app=shop;region=eu,"
                + " not \"shop\"");
  }

  @Test
  void readsOneOfSomeWords() {
    List<String> words = List.of("oldest", "stop");

    assertThat(with("full", "stop").word("full", words)).isEqualTo("stop");
    assertThat(with("full", "stop").word("other", words)).isEqualTo("oldest");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("full", "newest").word("full", words))
        .withMessage("\"full\" of the sink \"files\" must be oldest or stop, not \"newest\"");
  }

  @Test
  void readsAFolderThatMustBeGiven() {
    assertThat(with("folder", "out").folder("folder")).isEqualTo(Path.of("out").toAbsolutePath());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("folder", "a\0b").folder("folder"))
        .withMessage("\"folder\" of the sink \"files\" must be a folder, not \"a\0b\"");
  }
}
