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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationSourcesTest {
  private final Properties properties = new Properties();
  private final Map<String, String> environment = new HashMap<>();
  private final Path folder;

  ConfigurationSourcesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Configuration read(@Nullable String argument) throws ConfigurationException {
    return ConfigurationSources.read(argument, properties, environment);
  }

  private void assertProblem(@Nullable String argument, String message) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(argument))
        .withMessage(message);
  }

  private String file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("layertap.yaml"), yaml).toString();
  }

  /** The captures as {@code capture|take}. */
  private List<String> captures(@Nullable String argument) throws ConfigurationException {
    List<String> captures = new ArrayList<>();
    for (Object entry : (List<?>) requireNonNull(read(argument).toMap().get("captures"))) {
      Map<?, ?> map = (Map<?, ?>) entry;
      Object take = map.get("take");
      captures.add(map.get("capture") + (take == null ? "" : "|" + take));
    }
    return captures;
  }

  @Test
  void whereNothingIsSaidNothingIsConfigured() throws ConfigurationException {
    properties.setProperty("java.version", "17");
    environment.put("PATH", "/bin");
    environment.put("LAYERTAP_CONFIG", ""); // as compose files leave it

    assertThat(read(null).toMap()).isEmpty();
    assertThat(read("  ").toMap()).isEmpty();
    assertThat(read(null).offBecause()).isEmpty();
    assertThat(read(null).isStrict()).isFalse();
    assertThat(read(null).capturesPasses()).isFalse();
  }

  @Test
  void theArgumentIsStrongerThanThePropertyThanTheEnvironmentThanTheFile()
      throws ConfigurationException, IOException {
    String file = file("cache: of-file\n");
    assertThat(read(file).toMap()).containsEntry("cache", "of-file");

    environment.put("LAYERTAP_CACHE", "of-environment");
    assertThat(read(file).toMap()).containsEntry("cache", "of-environment");

    properties.setProperty("layertap.cache", "of-property");
    assertThat(read(file).toMap()).containsEntry("cache", "of-property");

    assertThat(read(file + ",cache=of-argument").toMap()).containsEntry("cache", "of-argument");
  }

  @Test
  void eachKeyIsTakenFromTheStrongestThatHasIt() throws ConfigurationException, IOException {
    environment.put("LAYERTAP_CONFIG", file("captures: [a, b]\nbudget: 1MB\nstrict: true\n"));
    properties.setProperty("layertap.budget", "2MB");

    Configuration configuration = read("captures=c");

    assertThat(configuration.isStrict()).isTrue();
    assertThat(configuration.toMap()).containsEntry("budget", 2_000_000L);
    assertThat(captures("captures=c")).containsExactly("c");
  }

  @Test
  void theFirstPartOfTheArgumentMayBeAFileAlone() throws ConfigurationException, IOException {
    String file = file("captures: [a]\n");

    assertThat(captures(file)).containsExactly("a");
    assertThat(captures("config=" + file)).containsExactly("a");
    assertThat(captures("strict=true, config=" + file)).containsExactly("a");
    assertThat(captures("'" + file + "',strict=true")).containsExactly("a");
  }

  @Test
  void capturesInOneLineStandBetweenSemicolons() throws ConfigurationException {
    assertThat(captures("captures=maxpool;comp=layer3.0.downsample.1,strict=true"))
        .containsExactly("maxpool", "comp=layer3.0.downsample.1");
    assertThat(captures("captures= a ;; b\\;c ;")).containsExactly("a", "b\\;c");
  }

  @Test
  void aCaptureInOneLineMaySayWhatItTakes() throws ConfigurationException {
    environment.put("LAYERTAP_CAPTURES", "x=layer* take last mean(2, 3);take;not take");

    assertThat(captures(null)).containsExactly("x=layer*|last mean(2, 3)", "take", "not|");
  }

  @Test
  void aCommaInBracketsOrQuotesBelongsToTheValue() throws ConfigurationException {
    assertThat(captures("captures=a take mean(2, 3);/b\\d{1,2}/,strict=true"))
        .containsExactly("a|mean(2, 3)", "/b\\d{1,2}/");
    assertThat(captures("captures='/a,strict=b/',strict=true")).containsExactly("/a,strict=b/");
    assertThat(captures("captures=\"/it's,(/\",strict=true")).containsExactly("/it's,(/");
    assertThat(read("captures=a take mean(2, 3),strict=true").isStrict()).isTrue();
  }

  @Test
  void aQuoteThatIsNeverClosedIsShown() {
    assertProblem(
        "strict=true,captures='a,b",
        "the agent's argument has a ' that is never closed: captures='a,b");
  }

  @Test
  void anUnknownKeyIsNamedWithTheNearOneInItsOwnSpelling() {
    assertProblem(
        "confg=layertap.yaml",
        "unknown key \"confg\" in the agent's argument (did you mean \"config\"?).");

    properties.setProperty("layertap.capture", "a");
    assertProblem(
        null, "unknown system property layertap.capture (did you mean \"layertap.captures\"?).");

    properties.clear();
    environment.put("LAYERTAP_STRCT", "true");
    assertProblem(
        null, "unknown environment variable LAYERTAP_STRCT (did you mean \"LAYERTAP_STRICT\"?).");
  }

  @Test
  void anUnknownKeyIsNamedWithAllKnownOnesIfNoneIsNear() {
    environment.put("LAYERTAP_PROFILE", "jfr");
    assertProblem(
        null,
        "unknown environment variable LAYERTAP_PROFILE (known: \"LAYERTAP_ANNOTATED\","
            + " \"LAYERTAP_BUDGET\", \"LAYERTAP_CACHE\", \"LAYERTAP_CACHE_LIMIT\", \"LAYERTAP_CAPTURES\", \"LAYERTAP_CONFIG\","
            + " \"LAYERTAP_DOCTOR\", \"LAYERTAP_ENABLED\", \"LAYERTAP_PASS_BUDGET\","
            + " \"LAYERTAP_SINKS\", \"LAYERTAP_STRICT\").");
  }

  @Test
  void whatTheProjectsOwnTestsUseIsNoKey() throws ConfigurationException {
    properties.setProperty("layertap.test.java", "java");
    environment.put("LAYERTAP_TEST_REQUIRE_TORCH", "1");

    assertThat(read(null).toMap()).isEmpty();
  }

  @Test
  void whatAnotherPartOfLayertapReadsIsNoKeyAndNoMistake() throws ConfigurationException {
    properties.setProperty("layertap.golden", "update");
    assertThat(read(null).toMap()).isEmpty();

    properties.setProperty("layertap.goldn", "update");
    assertProblem(
        null, "unknown system property layertap.goldn (did you mean \"layertap.golden\"?).");

    environment.put("LAYERTAP_GOLDEN", "update");
    properties.clear();
    assertProblem(
        null,
        "unknown environment variable LAYERTAP_GOLDEN (known: \"LAYERTAP_ANNOTATED\","
            + " \"LAYERTAP_BUDGET\", \"LAYERTAP_CACHE\", \"LAYERTAP_CACHE_LIMIT\", \"LAYERTAP_CAPTURES\", \"LAYERTAP_CONFIG\","
            + " \"LAYERTAP_DOCTOR\", \"LAYERTAP_ENABLED\", \"LAYERTAP_PASS_BUDGET\","
            + " \"LAYERTAP_SINKS\", \"LAYERTAP_STRICT\").");
    environment.clear();
    assertProblem(
        "golden=update",
        "unknown key \"golden\" in the agent's argument (known: \"annotated\", \"budget\","
            + " \"cache\", \"cache-limit\", \"captures\", \"config\", \"doctor\", \"enabled\", \"pass-budget\","
            + " \"sinks\", \"strict\").");
  }

  @Test
  void aPartOfTheArgumentWithoutAKeyIsShown() {
    assertProblem(
        "layertap.yaml,strict",
        "\"strict\" in the agent's argument is no \"key=value\"; a value with commas wants quotes"
            + " around it.");
  }

  @Test
  void aKeyStandsOnceInTheArgument() {
    assertProblem("strict=true,strict=false", "\"strict\" stands twice in the agent's argument.");
    assertProblem("a.yaml,config=b.yaml", "\"config\" stands twice in the agent's argument.");
  }

  @Test
  void aWrongValueIsNamedWithWhatHasIt() {
    assertProblem(
        "strict=ja", "\"strict\" in the agent's argument must be true or false, not \"ja\".");
    assertProblem("config=", "\"config\" in the agent's argument names no file.");
    assertProblem("cache=,strict=true", "\"cache\" in the agent's argument names no folder.");
    assertProblem(
        "cache=a\0b",
        "\"cache\" in the agent's argument cannot be a folder: \"a\0b\": Nul character not allowed.");
    assertProblem(
        "captures=;",
        "\"captures\" in the agent's argument names nothing; it is written"
            + " maxpool;comp=layer3.0.downsample.1.");

    properties.setProperty("layertap.strict", "");
    assertProblem(null, "the system property layertap.strict must be true or false, not \"\".");

    properties.clear();
    environment.put("LAYERTAP_BUDGET", "256m");
    assertProblem(
        null,
        "the environment variable LAYERTAP_BUDGET must be an amount of memory such as 256MB or"
            + " 1.5GiB, not \"256m\".");
    environment.put("LAYERTAP_BUDGET", "0 MB");
    assertProblem(null, "the environment variable LAYERTAP_BUDGET of \"0 MB\" holds nothing.");
  }

  @Test
  void aBudgetMayBeWrittenInUnits() throws ConfigurationException {
    assertThat(read("budget=1000").toMap()).containsEntry("budget", 1_000L);
    assertThat(read("budget=256MB").toMap()).containsEntry("budget", 256_000_000L);
    assertThat(read("budget=1.5 GiB").toMap()).containsEntry("budget", 3L << 29);
    assertThat(read("budget=99999999TB").toMap()).containsEntry("budget", Long.MAX_VALUE);
  }

  @Test
  void aWrongValueIsAMistakeAlsoWhereAStrongerSourceHasTheKey() {
    environment.put("LAYERTAP_STRICT", "no");

    assertProblem(
        "strict=true",
        "the environment variable LAYERTAP_STRICT must be true or false, not \"no\".");
  }

  @Test
  void oneMistakeLeavesNothingOfTheRestButHowItIsTaken() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read("captures=a,budgt=1"))
        .matches(e -> !e.isStrict());
    properties.setProperty("layertap.strict", "true");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read("captures=a,budgt=1"))
        .matches(ConfigurationException::isStrict);
  }

  @Test
  void whatSwitchesLayertapOffIsNamedAndNothingElseIsRead()
      throws ConfigurationException, IOException {
    assertThat(read("no-such.yaml,enabled=false,captures=").offBecause())
        .contains(
            "Layertap is switched off by enabled=false from the agent's argument; nothing can be"
                + " captured until that is changed.");
    assertThat(read("enabled=false").toMap()).containsExactly(Map.entry("enabled", false));

    String file = file("capture: [a]\nenabled: false\n");
    assertThat(read(file).offBecause())
        .contains(
            "Layertap is switched off by enabled=false from "
                + file
                + ", line 2; nothing can be captured until that is changed.");

    properties.setProperty("layertap.enabled", "true");
    assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> read(file));
  }

  @Test
  void annotatedAloneIsEnoughToCapturePasses() throws ConfigurationException {
    assertThat(read("annotated=true").capturesPasses()).isTrue();
    assertThat(read("annotated=false").capturesPasses()).isFalse();
  }
}
