// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.homes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testkit.ClassPath;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/** The apps of {@code src/test/modules}, compiled as their users would, and what they need. */
final class ModularApps {
  /** The classifier in the name of its jar makes no name of a module. */
  static final ClassPath NATIVE = Homes.ENGINE.only("pytorch-(native|jni).*");

  static final ClassPath DJL =
      Homes.DJL.with(Homes.ENGINE.without("pytorch-(native|jni).*").entries());

  static final ClassPath LAYERTAP = Homes.LAYERTAP.with(Homes.ANNOTATIONS.entries());

  /** What each app's model returns, as far as that is the same on every processor. */
  static final String OUTPUT = "\\[-2\\.46896\\d*, -5\\.2079\\d*]\n";

  private ModularApps() {}

  /** Compiles each into a folder of its name. */
  static void compile(Path into) {
    StringWriter said = new StringWriter();
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                new PrintWriter(said, true),
                new PrintWriter(said, true),
                "--release",
                "17",
                "-proc:none",
                "-d",
                into.toString(),
                "--module-path",
                DJL.with(LAYERTAP.entries()).toString(),
                "--module-source-path",
                Path.of("src", "test", "modules").toString(),
                "--module",
                "app.plain,app.scopes");
    assertThat(status).as(said::toString).isZero();
  }
}
