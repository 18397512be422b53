// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationReaderTest {
  private static Map<String, Object> read(String yaml) throws ConfigurationException {
    Findings findings = new Findings();
    byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
    new ConfigurationReader("l.yaml").read(new ByteArrayInputStream(bytes), findings);
    return findings.configuration().toMap();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, String>> entries(String yaml) throws ConfigurationException {
    return (List<Map<String, String>>) requireNonNull(read(yaml).get("captures"));
  }

  /** The captures of entries that do not say what to take. */
  private static List<String> captures(String yaml) throws ConfigurationException {
    List<String> captures = new ArrayList<>();
    for (Map<String, String> map : entries(yaml)) {
      assertThat(map).doesNotContainKey("take");
      captures.add(requireNonNull(map.get("capture")));
    }
    return captures;
  }

  private static void assertProblem(String yaml, String message) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(yaml))
        .withMessage(message);
  }

  @Test
  void aListHoldsSelectorsAndNamedOnes() throws ConfigurationException {
    assertThat(
            captures(
                """
                captures:
                  - maxpool          # PyTorch's name
                  - "**.relu"
                  - type:BatchNorm2d and not layer4.**
                  - comp: layer3.0.downsample.1
                """))
        .containsExactly(
            "maxpool",
            "**.relu",
            "type:BatchNorm2d and not layer4.**",
            "comp=layer3.0.downsample.1");
  }

  @Test
  void aMapHoldsNamesInTheFilesOrder() throws ConfigurationException {
    assertThat(captures("captures:\n  z: maxpool\n  a: avgpool\n"))
        .containsExactly("z=maxpool", "a=avgpool");
  }

  @Test
  void whatLooksLikeANumberStaysAsItWasWritten() throws ConfigurationException {
    assertThat(captures("captures: [0, 1.10, 1e3, true, no, 0x10, first: 007]"))
        .containsExactly("0", "1.10", "1e3", "true", "no", "0x10", "first=007");
  }

  @Test
  void anAnchorMayBeUsedAgain() throws ConfigurationException {
    assertThat(captures("captures: {a: &pool maxpool, b: *pool}"))
        .containsExactly("a=maxpool", "b=maxpool");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "---\n"})
  void anEmptyFileIsNoConfiguration(String yaml) {
    assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> captures(yaml));
  }

  @Test
  void anEmptyFileSaysWhatIsMissing() {
    assertProblem("# nothing\n", "l.yaml is empty; it must have keys, such as \"captures\".");
  }

  @Test
  void anUnknownKeyIsNamedWithTheKnownOneThatIsNear() {
    assertProblem(
        "capture:\n  - maxpool\n",
        "l.yaml, line 1, column 1: unknown key \"capture\" (did you mean \"captures\"?).");
  }

  @Test
  void anUnknownKeyIsNamedWithAllKnownOnesIfNoneIsNear() {
    assertProblem(
        "captures: [a]\ngolden: []\n",
        "l.yaml, line 2, column 1: unknown key \"golden\" (known: \"annotated\", \"budget\","
            + " \"cache\", \"cache-limit\", \"captures\", \"doctor\", \"enabled\", \"pass-budget\","
            + " \"sinks\", \"strict\").");
  }

  @Test
  void aListAtTheTopIsNoMap() {
    assertProblem(
        "- maxpool\n",
        "l.yaml, line 1, column 1: the configuration must be a map of keys to values, not a list.");
  }

  @Test
  void aTextAtTheTopIsNoMap() {
    assertProblem(
        "maxpool\n",
        "l.yaml, line 1, column 1: the configuration must be a map of keys to values, not"
            + " \"maxpool\".");
  }

  @Test
  void capturesMustBeAListOrAMap() {
    assertProblem(
        "captures: maxpool\n",
        "l.yaml, line 1, column 11: \"captures\" must be a list of selectors or a map of names to"
            + " selectors, not \"maxpool\".");
  }

  @Test
  void capturesMustNotBeForgotten() {
    assertProblem(
        "captures:\n",
        "l.yaml, line 1, column 10: \"captures\" must be a list of selectors or a map of names to"
            + " selectors, not nothing.");
    assertProblem(
        "captures: []\n",
        "l.yaml, line 1, column 11: \"captures\" is empty; list at least one selector.");
  }

  @Test
  void anEntryMustBeASelectorOrANamedOne() {
    assertProblem(
        "captures:\n  - [a, b]\n",
        "l.yaml, line 2, column 5: a selector must be a text, not a list.");
    assertProblem(
        "captures:\n  -\n  - a\n",
        "l.yaml, line 2, column 4: a selector must be a text, not nothing.");
    assertProblem(
        "captures:\n  - a: b\n    c: d\n",
        "l.yaml, line 2, column 5: an entry of \"captures\" must be one selector, one \"name:"
            + " selector\", or a map of \"name\", \"select\" and \"take\", not a map of 2.");
    assertProblem(
        "captures:\n  - comp: [layer3]\n",
        "l.yaml, line 2, column 11: the selector of \"comp\" must be a text, not a list.");
  }

  @Test
  void aNameMustNotHoldTheSignThatEndsIt() {
    assertProblem(
        "captures:\n  a=b: layer1\n",
        "l.yaml, line 2, column 3: \"a=b\" cannot be the name of a capture.");
  }

  @Test
  void aKeyStandsOnce() {
    assertProblem(
        "captures: [a]\ncaptures: [b]\n",
        "l.yaml, line 2, column 1: \"captures\" stands here twice.");
    assertProblem(
        "captures:\n  a: x\n  a: y\n", "l.yaml, line 3, column 3: \"a\" stands here twice.");
  }

  @Test
  void aTagNamesNoClass() {
    assertProblem(
        "captures: [!!java.net.URL maxpool]\n",
        "l.yaml, line 1, column 12: a selector must be a text, not the tag"
            + " tag:yaml.org,2002:java.net.URL.");
  }

  @Test
  void whatYamlReservesMustBeQuoted() {
    assertProblem(
        "captures:\n  - **.relu\n",
        "l.yaml, line 2, column 6: unexpected character found *(42); YAML wants a selector that"
            + " begins with \"*\" in quotes.");
    assertProblem(
        "captures:\n  - @comp\n",
        "l.yaml, line 2, column 5: found character '@' that cannot start any token. (Do not use @"
            + " for indentation); YAML wants a selector that begins with \"@\" in quotes.");
  }

  @Test
  void damagedYamlIsNamedByItsPlace() {
    assertProblem(
        "captures: [a, b\n",
        "l.yaml, line 2, column 1: expected ',' or ']', but got <stream end>.");
    assertProblem(
        "captures:\n\t- a\n",
        "l.yaml, line 2, column 1: found character '\\t(TAB)' that cannot start any token. (Do not"
            + " use \\t(TAB) for indentation).");
  }

  @Test
  void aSecondDocumentIsTooMany() {
    assertProblem(
        "captures: [a]\n---\ncaptures: [b]\n",
        "l.yaml, line 2, column 1: but found another document.");
  }

  @Test
  void bytesThatAreNoTextAreSaid() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                new ConfigurationReader("l.yaml")
                    .read(
                        new ByteArrayInputStream(new byte[] {(byte) 0xc3, 0x28, 0, 1}),
                        new Findings()))
        .withMessageStartingWith("l.yaml: ");
  }

  @Test
  void hostileNestingEndsInAMessage() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> captures("captures: " + "[".repeat(100_000)))
        .withMessageStartingWith("l.yaml");
  }

  @Test
  void aFileOfManyMegabytesIsNoConfiguration() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> captures("captures:\n" + "  - layer\n".repeat(200_000)))
        .withMessage("l.yaml: The incoming YAML document exceeds the limit: 1048576 code points.");
  }

  @Test
  void anEntryMaySayWhatItTakes() throws ConfigurationException {
    assertThat(
            entries(
                """
                captures:
                  - name: comp
                    select: layer3.0.downsample.1
                    take: last mean(2, 3)
                  - {select: '**.relu', take: statistics}
                  - select: avgpool
                  - layer1 take input
                """))
        .isEqualTo(
            List.of(
                Map.of(
                    "capture", "comp=layer3.0.downsample.1",
                    "take", "last mean(2, 3)",
                    "origin", "l.yaml, line 2"),
                Map.of("capture", "**.relu", "take", "statistics", "origin", "l.yaml, line 5"),
                Map.of("capture", "avgpool", "origin", "l.yaml, line 6"),
                Map.of("capture", "layer1", "take", "input", "origin", "l.yaml, line 7")));
  }

  @Test
  void aWordOfAnEntryThatIsUnknownIsNamedWithTheNearOne() {
    assertProblem(
        "captures:\n  - select: layer1\n    takes: last\n",
        "l.yaml, line 3, column 5: unknown key \"takes\" (did you mean \"take\"?).");
    assertProblem(
        "captures:\n  - selct: layer1\n    take: last\n",
        "l.yaml, line 2, column 5: unknown key \"selct\" (did you mean \"select\"?).");
  }

  @Test
  void anEntryInWordsNeedsItsSelector() {
    assertProblem(
        "captures:\n  - take: last\n",
        "l.yaml, line 2, column 5: \"select\" is missing beside \"take\"; a capture is {name: ...,"
            + " select: ..., take: ...}.");
  }

  @Test
  void aCommaBetweenBracesWantsQuotes() {
    assertProblem(
        "captures:\n  - {select: layer1, take: mean(2, 3)}\n",
        "l.yaml, line 2, column 36: unknown key \"3)\"; YAML wants quotes around a text with a comma"
            + " between braces.");
  }

  @Test
  void aNameWithAMapBehindItShowsTheRightShape() {
    assertProblem(
        "captures:\n  - comp: {select: layer1, take: last}\n",
        "l.yaml, line 2, column 11: the selector of \"comp\" must be a text, not a map; a capture"
            + " that says what to take is a list's entry {name: comp, select: ..., take: ...}.");
  }

  @Test
  void allOtherKeysStandBesideTheCaptures() throws ConfigurationException {
    assertThat(read("budget: 1.5kB\nstrict: true\nannotated: False\ncache: some/folder\n"))
        .isEqualTo(
            Map.of("budget", 1500L, "strict", true, "annotated", false, "cache", "some/folder"));
  }

  @Test
  void aWrongValueIsNamedByItsPlace() {
    assertProblem(
        "strict: yes\n",
        "l.yaml, line 1, column 9: \"strict\" must be true or false, not \"yes\".");
    assertProblem(
        "budget: [1]\n", "l.yaml, line 1, column 9: \"budget\" must be a text, not a list.");
  }

  @Test
  void aFileNamesNoOtherFile() {
    assertProblem(
        "config: other.yaml\n",
        "l.yaml, line 1, column 1: \"config\" cannot name another file from here.");
  }

  @Test
  void strictIsReadBesideAMistake() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read("capture: [a]\nstrict: true\n"))
        .matches(ConfigurationException::isStrict);
  }
}
