// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.homes;

import dev.layertap.testkit.ClassPath;
import java.nio.file.Path;
import java.util.List;

/** The parts that apps are made of, to be put where each app has them. */
final class Homes {
  private static final ClassPath ALL = ClassPath.ofThisJvm();

  /** The tests' own classes, and the annotations that they carry. */
  static final ClassPath TESTS = ALL.only("test-classes|jspecify.*");

  /** DJL without an engine. */
  static final ClassPath DJL = ALL.only("(api-0|gson|jna|commons-|slf4j).*");

  /** DJL's engine, with its native code. */
  static final ClassPath ENGINE = ALL.only("pytorch-.*");

  /** Core and the TorchScript part, as an app has them that brings its own. */
  static final ClassPath LAYERTAP = ALL.only("layertap-(core|torchscript).*");

  /** Annotations that classes carry, and that compilers want to see. */
  static final ClassPath ANNOTATIONS = ALL.only("jspecify.*");

  static final ClassPath MICROMETER = ALL.only("(micrometer|HdrHistogram|LatencyUtils).*");

  static final ClassPath TOMCAT = ALL.only("tomcat-.*");

  /** A model with a module that runs twice: {@code again}. */
  static final Path TORCHSCRIPT_MODEL =
      Path.of("..", "torchscript", "src", "test", "resources", "models", "shared-scripted.pt")
          .toAbsolutePath();

  static final ClassPath NOTHING = new ClassPath(List.of());

  private Homes() {}

  /** The finished agent. */
  static Path agentJar() {
    return ALL.only("layertap-agent.*").entries().get(0);
  }

  /** The JVM's option that starts the agent with an argument. */
  static String agent(String argument) {
    return "-javaagent:" + agentJar() + "=" + argument;
  }

  /** What Layertap itself wrote to stderr. */
  static List<String> said(String err) {
    return err.lines().filter(line -> line.startsWith("[layertap] pass")).toList();
  }
}
