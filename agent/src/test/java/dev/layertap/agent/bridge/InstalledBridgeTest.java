// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.classfile.ConstantPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class InstalledBridgeTest {
  private static final Pattern QUALIFIED = Pattern.compile("\\w+(/[\\w$]+)+");

  @Test
  void theBridgeHasItsNameOfRunTimeAndNamesOnlyTheJdk() throws IOException {
    byte[] classFile = InstalledBridge.linkedToBridge(InstalledBridge.class, "Bridge");

    assertThat(names(classFile))
        .contains("java/lang/$LayertapBridge")
        .noneMatch(name -> name.startsWith("dev/layertap"))
        // Annotations that are not there are not missed.
        .allMatch(name -> name.startsWith("java/") || name.startsWith("org/jspecify/annotations/"));
  }

  @Test
  void theBridgeIsOneClass() {
    assertThat(Bridge.class.getDeclaredClasses()).isEmpty();
  }

  private static List<String> names(byte[] classFile) {
    List<String> names = new ArrayList<>();
    ConstantPool pool = new ConstantPool(classFile);
    while (pool.next()) {
      if (pool.isText()) {
        QUALIFIED.matcher(pool.text()).results().map(MatchResult::group).forEach(names::add);
      }
    }
    // Descriptors put an L before the name.
    return names.stream().map(name -> name.replaceFirst("^L(?=java/|org/)", "")).toList();
  }
}
