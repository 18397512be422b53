// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ArgumentWordsTest {
  private static final Path FOLDER = Path.of("/an/app");

  private static String join(String... words) throws ConfigurationException {
    return ArgumentWords.join(List.of(words), FOLDER);
  }

  @Test
  void eachWordIsOneSettingOrSeveral() throws ConfigurationException {
    assertThat(join()).isEmpty();
    assertThat(join("captures=a;b=c", "budget=1MB")).isEqualTo("captures=a;b=c,budget=1MB");
    assertThat(join("captures=a,budget=1MB", "strict=true"))
        .isEqualTo("captures=a,budget=1MB,strict=true");
  }

  @Test
  void pathsStartWhereTheyWereWritten() throws ConfigurationException {
    assertThat(join("layertap.yaml", "cache=cache"))
        .isEqualTo("/an/app/layertap.yaml,cache=/an/app/cache");
    assertThat(join("config=/etc/layertap.yaml")).isEqualTo("config=/etc/layertap.yaml");
  }

  @Test
  void whatStandsInQuotesOrBracketsComesOutAsItWasMeant() throws ConfigurationException {
    String joined = join("captures='/a,b/;m take mean(2, 3)'", "budget=1MB");

    assertThat(joined).isEqualTo("captures='/a,b/;m take mean(2, 3)',budget=1MB");
    assertThat(ConfigurationSources.read(joined, new Properties(), Map.of()).options())
        .containsExactly(
            "captures=/a,b/;m take mean(2, 3) (the agent's argument)",
            "budget=1000000 (the agent's argument)");
  }

  @Test
  void whatIsNoDefaultIsNamedWithItsSource() throws ConfigurationException {
    Properties properties = new Properties();
    properties.setProperty("layertap.strict", "false");
    properties.setProperty("layertap.doctor", "exit");

    assertThat(
            ConfigurationSources.read(
                    "captures=a;b;c;d;e;f;g", properties, Map.of("LAYERTAP_ANNOTATED", "true"))
                .options())
        .containsExactly(
            "captures=a;b;c;d;e and 2 more (the agent's argument)",
            "annotated=true (the environment variable LAYERTAP_ANNOTATED)",
            "doctor=exit (the system property layertap.doctor)");
  }
}
