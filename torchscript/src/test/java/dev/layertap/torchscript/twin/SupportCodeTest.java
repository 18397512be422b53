// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.torchscript.Fixture;
import dev.layertap.torchscript.TorchScriptArchive;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in an archive beside its twins. */
class SupportCodeTest {
  /** A function that takes a value, from its name to the next definition. */
  private static final Pattern TAKE =
      Pattern.compile(
          "^def (take_\\d+)\\((?:.|\\n)*?-> NoneType:\\n((?: .*\\n)+)", Pattern.MULTILINE);

  private static String supportOf(String fixture) throws Exception {
    TorchScriptArchive archive = TorchScriptArchive.open(new Fixture(fixture).model());
    Map<String, byte[]> changes = TwinWriter.of(archive).changes();
    byte[] support =
        changes.entrySet().stream()
            .filter(entry -> entry.getKey().endsWith("layertap_support.py"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    return new String(support, StandardCharsets.ISO_8859_1);
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
    assertThat(support).contains("class Keeping(Interface):\n", "class Keeper:\n");
    assertThat(TAKE.matcher(support).results())
        .isNotEmpty()
        .allSatisfy(
            take ->
                assertThat(take.group(2))
                    .isEqualTo(
                        "  w, n, v, held, k, = store\n  return k.%s(w, n, v, held, slot, x)\n"
                            .formatted(take.group(1))));
  }
}
