// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.torchscript.Fixture;
import dev.layertap.torchscript.TorchScriptArchive;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in an archive beside its twins. */
class SupportCodeTest {
  /** A function that takes a value, and a method of an interface or a class that does. */
  private static final Pattern FUNCTION = Pattern.compile("^def take_\\d+\\(", Pattern.MULTILINE);

  private static final Pattern METHOD =
      Pattern.compile("^  def take_\\d+\\(self: \\S+\\.(\\w+),$", Pattern.MULTILINE);

  private static String supportOf(String fixture) throws Exception {
    return written(fixture, name -> name.endsWith("layertap_support.py"));
  }

  private static String twinsOf(String fixture) throws Exception {
    return written(fixture, name -> name.endsWith(".py") && !name.endsWith("layertap_support.py"));
  }

  private static String written(String fixture, Predicate<String> which) throws Exception {
    TorchScriptArchive archive = TorchScriptArchive.open(new Fixture(fixture).model());
    return TwinWriter.of(archive).changes().entrySet().stream()
        .filter(entry -> which.test(entry.getKey()))
        .map(entry -> new String(entry.getValue(), StandardCharsets.ISO_8859_1))
        .collect(Collectors.joining());
  }

  /**
   * Where its optimiser is on, as in a fork, libtorch copies each function into those that call it,
   * but not what is called through an interface. A twin of all of ResNet-18 took 13 seconds to be
   * made ready when that stood in the functions themselves.
   */
  @ParameterizedTest
  @ValueSource(strings = {"cnn-scripted", "nest"})
  void whatIsCalledForEachValueIsOneCallThroughAnInterface(String fixture) throws Exception {
    String support = supportOf(fixture);
    assertThat(FUNCTION.matcher(support).find()).isFalse();
    Map<String, Long> methods =
        METHOD
            .matcher(support)
            .results()
            .collect(Collectors.groupingBy(method -> method.group(1), Collectors.counting()));
    assertThat(methods).containsOnlyKeys("Keeping", "Keeper");
    assertThat(methods.get("Keeping")).isEqualTo(methods.get("Keeper"));
    assertThat(twinsOf(fixture))
        .contains("_layertap_w, _layertap_k, = _layertap_store\n", "_layertap_k.take_0(");
  }
}
