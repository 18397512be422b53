// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import java.nio.file.Path;
import java.util.List;

/** How this module's tests start the apps beside them: with the finished agent or without. */
final class Apps {
  private Apps() {}

  /** Prepares to run an app with DJL and nothing of Layertap on the class path. */
  static ChildJvm running(Class<?> main) {
    return ChildJvm.running(main, classPath());
  }

  /** The jar that the build has finished. */
  static Path agentJar() {
    return Path.of(System.getProperty("layertap.test.agent"));
  }

  /** The JVM's option that starts the agent. */
  static String agent() {
    return "-javaagent:" + agentJar();
  }

  /** The JVM's option that starts the agent with an argument. */
  static String agent(Object argument) {
    return agent() + "=" + argument;
  }

  /** The tests' class path without what the finished agent has or shall bring. */
  static ClassPath classPath() {
    return ClassPath.ofThisJvm()
        .without(
            "layertap-.*|classes|(byte-buddy|asm|snakeyaml|surefire|micrometer|org\\.jacoco|opentelemetry).*");
  }

  /** The classes of core, as an app has them that brings its own. */
  static Path core() {
    return ClassPath.ofThisJvm().entries().stream()
        .filter(
            path -> path.toString().matches(".*(layertap-core[^/\\\\]*\\.jar|core.target.classes)"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("There is no core on the class path"));
  }

  /** Micrometer, for an app that has it. */
  static List<Path> micrometer() {
    return ClassPath.ofThisJvm().entries().stream()
        .filter(
            path ->
                path.getFileName().toString().matches("(micrometer|HdrHistogram|LatencyUtils).*"))
        .toList();
  }

  /** The tests' own classes and nothing else. */
  static ClassPath testClasses() {
    return classPath().only("test-classes");
  }
}
