// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredSinksTest {
  private final Properties properties = new Properties();
  private final Map<String, String> environment = new HashMap<>();
  private final Path file;

  ConfiguredSinksTest(@TempDir Path folder) {
    this.file = folder.resolve("l.yaml");
  }

  /** The sinks as {@code name{option=value}}. */
  private List<String> sinks(@Nullable String argument) throws ConfigurationException {
    Map<String, Object> read = ConfigurationSources.read(argument, properties, environment).toMap();
    List<String> sinks = new ArrayList<>();
    for (Object entry : (List<?>) requireNonNull(read.get("sinks"))) {
      Map<?, ?> map = (Map<?, ?>) entry;
      Map<?, ?> options = (Map<?, ?>) requireNonNull(map.get("options"));
      sinks.add(map.get("name") + (options.isEmpty() ? "" : "" + new TreeMap<>(options)));
    }
    return sinks;
  }

  private List<String> inFile(String yaml) throws ConfigurationException, IOException {
    Files.writeString(file, "captures: [maxpool]\n" + yaml);
    return sinks(file.toString());
  }

  private void assertProblem(String yaml, String message) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> inFile(yaml))
        .withMessage(file + message);
  }

  @Test
  void aListHasNamesAndNamesWithOptions() throws ConfigurationException, IOException {
    assertThat(
            inFile(
                """
                sinks:
                  - files: { folder: /var/lib/x, every: 100, rate: 5/s, shard: 64MB, disk: 10GB }
                  - jfr
                  - metrics: { tags: { app: shop, region: eu }, limit: 100 }
                  - log
                """))
        .containsExactly(
            "files{disk=10GB, every=100, folder=/var/lib/x, rate=5/s, shard=64MB}",
            "jfr",
            "metrics{limit=100, tags=app=shop;region=eu}",
            "log");
  }

  @Test
  void oneLineHasTheSame() throws ConfigurationException, IOException {
    List<String> all =
        List.of("files{every=100, folder=/x}", "jfr", "metrics{limit=9, tags=a=b;c=d}", "log");
    String line = "files(folder=/x, every=100);jfr,metrics(tags=a=b;c=d, limit=9),log";

    assertThat(inFile("sinks: " + "'" + line + "'")).isEqualTo(all);
    assertThat(sinks("captures=maxpool,sinks=" + line + ",strict=true")).isEqualTo(all);
    properties.setProperty("layertap.sinks", line);
    properties.setProperty("layertap.captures", "maxpool");
    assertThat(sinks(null)).isEqualTo(all);
    properties.remove("layertap.sinks");
    environment.put("LAYERTAP_SINKS", line);
    assertThat(sinks(null)).isEqualTo(all);
  }

  @Test
  void whatCannotBeReadIsSaidWithItsPlace() {
    assertProblem(
        "sinks: {log: {}}",
        ", line 2, column 8: \"sinks\" must be a list of sinks, such as \"- log\" or \"- files:"
            + " {folder: ...}\", not a map.");
    assertProblem(
        "sinks: []",
        ", line 2, column 8: \"sinks\" is empty; list at least one sink, such as \"log\".");
    assertProblem(
        "sinks: [{log: {every: 1}, jfr: {}}]",
        ", line 2, column 9: an entry of \"sinks\" must be one sink, \"- log\" or \"- files:"
            + " {folder: ...}\", not a map of 2.");
    assertProblem(
        "sinks: [files: /x]",
        ", line 2, column 16: what \"files\" says of a sink must be a map of keys to values, not"
            + " \"/x\".");
    assertProblem(
        "sinks: [log: {every: [1]}]", ", line 2, column 22: \"every\" must be a text, not a list.");
    assertProblem(
        "sinks: 'files(/x)'",
        ", line 2, column 8: \"sinks\" cannot be read at \"/x\"; an option of a sink is written"
            + " every=100.");
    assertProblem(
        "sinks: 'files[/x]'",
        ", line 2, column 8: \"sinks\" cannot be read at \"files[/x]\"; a sink is written log or"
            + " files(folder=/var/lib/layertap, every=100).");
    assertProblem(
        "sinks: 'log(every=1, every=2)'",
        ", line 2, column 8: \"sinks\" says \"every\" of one sink twice.");
    assertProblem(
        "sinks: ','",
        ", line 2, column 8: \"sinks\" names nothing; it is written"
            + " log,files(folder=/var/lib/layertap).");
  }

  @Test
  void sinksWithoutAnythingToTakeAreAMistake() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> sinks("sinks=log"))
        .withMessage(
            "\"sinks\" (the agent's argument) would get nothing: there are no \"captures\", and"
                + " \"annotated\" is not true.");
  }

  @Test
  void aTimeHasAUnit() throws ConfigurationException {
    properties.setProperty("layertap.pass-budget", "5ms");
    assertThat(ConfigurationSources.read(null, properties, environment).toMap())
        .containsEntry("pass-budget", 5_000_000L);
    properties.setProperty("layertap.pass-budget", "1.5 s");
    assertThat(ConfigurationSources.read(null, properties, environment).toMap())
        .containsEntry("pass-budget", 1_500_000_000L);
    properties.setProperty("layertap.pass-budget", "5");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> ConfigurationSources.read(null, properties, environment))
        .withMessage(
            "the system property layertap.pass-budget must be a time such as 5ms, 500us or 1s, not"
                + " \"5\".");
    properties.setProperty("layertap.pass-budget", "0ms");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> ConfigurationSources.read(null, properties, environment))
        .withMessage("the system property layertap.pass-budget of \"0ms\" is no time.");
  }
}
