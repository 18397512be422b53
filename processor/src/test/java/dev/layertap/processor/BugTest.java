// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class BugTest {
  @Test
  void aBugOfOursIsAnErrorOfTheCompilerWithOurNameOnIt() {
    Compilation compilation =
        Compiler.javac()
            .withProcessors(
                new CaptureProcessor(
                    environment ->
                        round -> {
                          throw new IllegalStateException("oops");
                        }))
            .compile(
                JavaFileObjects.forSourceString(
                    "Net", "@dev.layertap.annotation.Capture(\"x\") class Net {}"));
    assertThat(compilation.errors()).hasSize(1);
    assertThat(compilation.errors().get(0).getMessage(Locale.ROOT))
        .matches(
            "\\[CaptureProcessorBug\\] Layertap's annotation processor failed, and that is a bug of"
                + " Layertap: java.lang.IllegalStateException: oops at"
                + " dev\\.layertap\\.processor\\.BugTest\\S+\\(BugTest\\.java:\\d+\\)\\. Please report"
                + " it with this line; without the processor on the processor path the code compiles"
                + " as it is\\.");
  }
}
