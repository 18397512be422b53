// SPDX-License-Identifier: Apache-2.0
package dev.layertap.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorParserTest {
  private static boolean picks(String selector, String... steps) {
    return SelectorParser.selector(selector).matches(TestPlace.at(steps));
  }

  @Test
  void aPathPicksExactlyItsPlace() {
    assertThat(picks("layer3.0.downsample.1", "layer3", "0", "downsample", "1")).isTrue();
    assertThat(picks("layer3.0.downsample.1", "layer3", "0", "downsample")).isFalse();
    assertThat(picks("layer3.0.downsample", "layer3", "0", "downsample", "1")).isFalse();
  }

  @Test
  void starsAndQuestionMarksStayWithinAStep() {
    assertThat(picks("layer*.0.bn?", "layer4", "0", "bn2")).isTrue();
    assertThat(picks("layer*.0.bn?", "layer4", "0", "bn")).isFalse();
    assertThat(picks("layer*", "layer4", "0")).isFalse();
    assertThat(picks("*", "layer4")).isTrue();
  }

  @Test
  void twoStarsSpanOneStepOrMoreAndNeverMeanTheRoot() {
    assertThat(picks("**")).isFalse();
    assertThat(picks("**", "a")).isTrue();
    assertThat(picks("**", "a", "b", "c")).isTrue();
    assertThat(picks("**.relu", "relu")).isFalse();
    assertThat(picks("**.relu", "layer1", "0", "relu")).isTrue();
    assertThat(picks("a.**.b.**.c", "a", "x", "b", "y", "z", "c")).isTrue();
    assertThat(picks("a.**.b.**.c", "a", "b", "c")).isFalse();
  }

  @Test
  void aBackslashEscapesWhatMeansSomething() {
    assertThat(picks("a\\.b.c", "a.b", "c")).isTrue();
    assertThat(picks("a\\*", "a*")).isTrue();
    assertThat(picks("a\\*", "ab")).isFalse();
    assertThat(picks("\\/x", "/x")).isTrue();
    assertThat(picks("\\and", "and")).isTrue();
    assertThat(picks("a/b#c<d", "a/b#c<d")).isTrue();
  }

  @Test
  void aRegularExpressionMatchesTheWholePath() {
    assertThat(picks("/layer[12]\\..*/", "layer2", "0", "bn1")).isTrue();
    assertThat(picks("/layer[12]/", "layer2", "0")).isFalse();
    assertThat(picks("/a\\/b/", "a/b")).isTrue();
    assertThat(picks("/(a|b) c/", "b c")).isTrue();
  }

  @Test
  void aTypeIsSimpleOrQualifiedAndMayBeASupertype() {
    TestPlace norm =
        TestPlace.at("bn1").ofType("BatchNorm", "ai.djl.nn.norm.BatchNorm", "AbstractBlock");
    assertThat(SelectorParser.selector("type:BatchNorm*").matches(norm)).isTrue();
    assertThat(SelectorParser.selector("type:ai.djl.nn.norm.*").matches(norm)).isTrue();
    assertThat(SelectorParser.selector("type:ai.**").matches(norm)).isTrue();
    assertThat(SelectorParser.selector("type:AbstractBlock").matches(norm)).isTrue();
    assertThat(SelectorParser.selector("type:Norm").matches(norm)).isFalse();
  }

  @Test
  void anAtSignPicksByAnnotation() {
    TestPlace comp = TestPlace.at("layer3").annotated("comp");
    assertThat(SelectorParser.selector("@comp").matches(comp)).isTrue();
    assertThat(SelectorParser.selector("@c*").matches(comp)).isTrue();
    assertThat(SelectorParser.selector("@other").matches(comp)).isFalse();
  }

  @Test
  void aDotPicksTheRoot() {
    assertThat(picks(".")).isTrue();
    assertThat(picks(".", "a")).isFalse();
  }

  @Test
  void andBindsTighterThanOrAndNotTightest() {
    assertThat(picks("a or b and not b", "a")).isTrue();
    assertThat(picks("a or b and not b", "b")).isFalse();
    assertThat(picks("(a or b) and not b", "a")).isTrue();
    assertThat(picks("not (a or b)", "c")).isTrue();
    assertThat(picks("not not a", "a")).isTrue();
    assertThat(picks("** and not (**.relu or **.bn?)", "x", "conv")).isTrue();
  }

  @Test
  void eachStepMayBeSpelledAsDjlSpellsIt() {
    TestPlace place = TestPlace.at("layer3", "0").spelled("03layer3", "01BasicBlock");
    for (String spelling : List.of("layer3.0", "03layer3.01BasicBlock", "layer3.01BasicBlock")) {
      assertThat(SelectorParser.selector(spelling).matches(place)).as(spelling).isTrue();
    }
    assertThat(SelectorParser.selector("03layer3.01*").matches(place)).isTrue();
  }

  @Test
  void aCaptureMayHaveAName() {
    CaptureRequest named = SelectorParser.capture("comp = layer3.0", Optional.empty(), "a test");
    assertThat(named.name()).contains("comp");
    assertThat(named.text()).isEqualTo("layer3.0");
    assertThat(named).hasToString("comp=layer3.0");
    assertThat(named.capturesAt(TestPlace.at("layer3", "0")))
        .extracting(CaptureRequest.Named::name)
        .containsExactly("comp");
  }

  @Test
  void aCaptureWithoutANameTakesThePathOrTheAnnotation() {
    assertThat(
            SelectorParser.capture("layer*", Optional.empty(), "")
                .capturesAt(TestPlace.at("layer3", "a.b")))
        .extracting(CaptureRequest.Named::name)
        .containsExactly("layer3.a\\.b");
    assertThat(SelectorParser.capture(".", Optional.empty(), "").capturesAt(TestPlace.at()))
        .extracting(CaptureRequest.Named::name)
        .containsExactly(".");
    assertThat(
            SelectorParser.capture("@c*", Optional.empty(), "")
                .capturesAt(TestPlace.at("x").annotated("comp", "other")))
        .extracting(CaptureRequest.Named::name)
        .containsExactly("comp");
  }

  @Test
  void anEqualsSignInARegularExpressionOrEscapedNamesNothing() {
    assertThat(SelectorParser.capture("/a=b/", Optional.empty(), "").name())
        .isEqualTo(Optional.empty());
    assertThat(SelectorParser.capture("a\\=b", Optional.empty(), "").name())
        .isEqualTo(Optional.empty());
    assertThat(SelectorParser.capture("n=/a=b/", Optional.empty(), "").name()).contains("n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | 1: a selector is missing; \"**\" picks all below the root, \".\" the root",
        "a or | 5: a selector is missing; \"**\" picks all below the root, \".\" the root",
        "and b | 1: a selector is expected before \"and\"; escape a path of that name as \"\\and\"",
        "a and or b | 7: a selector is expected before \"or\"; escape a path of that name as \"\\or\"",
        "(a or b | 1: this \"(\" is never closed",
        "a) | 2: this \")\" closes nothing",
        "a b | 3: \"and\" or \"or\" is missing before \"b\"",
        "a..b | 3: a step is empty; write a literal dot as \"\\.\"",
        "a. | 3: a step is empty; write a literal dot as \"\\.\"",
        "a**.b | 2: \"**\" must stand alone between dots",
        "a\\ | 2: a backslash escapes the character after it, but there is none",
        "/a[/ | 3: not a regular expression: Unclosed character class",
        "/abc | 1: the regular expression is never closed by \"/\"",
        "@ | 2: a name after \"@\" is missing",
        "type: | 6: a type after \"type:\" is missing",
        "=a | 1: the name before \"=\" is missing",
        "a*=b | 1: \"a*\" before \"=\" is not a name; escape the sign as \"\\=\" if a path holds it",
        "n= | 3: a selector is missing; \"**\" picks all below the root, \".\" the root",
      })
  void aMistakeIsShownWhereItStands(String capture, String expected) {
    assertThatExceptionOfType(SelectorSyntaxException.class)
        .isThrownBy(() -> SelectorParser.capture(capture, Optional.empty(), "a test"))
        .withMessage("Cannot read the selector \"" + capture + "\" at column " + expected);
  }
}
