// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.agent.app.ServingApp;
import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.RunningJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What an app with the agent stands on is taken away or changed while it runs: it goes on. */
class ChangesUnderneathIT {
  private static final int PREDICTIONS = 6;

  private final Path folder;
  private final Path sink;
  private final Path configuration;

  ChangesUnderneathIT(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.sink = folder.resolve("sink");
    this.configuration = folder.resolve("layertap.yaml");
    Files.writeString(
        configuration,
        """
        captures: ['2']
        sinks:
          - files: {folder: %s, passes: 1}
          - log
        """
            .formatted(sink));
  }

  private RunningJvm serving() {
    return Apps.running(ServingApp.class).option(Apps.agent(configuration)).start();
  }

  /** A result, without the word in front of the first one. */
  private static String result(String line) {
    return line.replace("ready ", "");
  }

  /**
   * Predicts so often, one pass after the other has reached the log, which comes after the files;
   * returns what else was said.
   */
  private static List<String> saidOfPredictions(RunningJvm app, String expected) {
    String before = app.err();
    for (int i = 0; i < PREDICTIONS; i++) {
      String sofar = app.err();
      assertThat(app.tell("predict")).isEqualTo(expected);
      app.errAfter(sofar, "] pass ");
    }
    String last = app.err();
    assertThat(app.tell("predict")).isEqualTo(expected);
    app.errAfter(last, "] pass ");
    return app.err()
        .substring(before.length())
        .lines()
        .filter(line -> !line.startsWith("[layertap] pass "))
        .toList();
  }

  @Test
  void aConfigurationThatIsChangedOrTakenAwayCountsAsItWasAtTheStart() throws IOException {
    try (RunningJvm app = serving()) {
      String expected = result(app.next());
      Files.writeString(configuration, "captures: [0\nthis is no YAML {");
      assertThat(saidOfPredictions(app, expected)).isEmpty();
      Files.delete(configuration);
      assertThat(saidOfPredictions(app, expected)).isEmpty();
      Files.createDirectory(configuration);
      assertThat(saidOfPredictions(app, expected)).isEmpty();
      assertThat(app.finish().status()).isZero();
    }
    assertThat(sink.resolve("index.jsonl")).content().hasLineCount(3 * (PREDICTIONS + 1) + 1);
  }

  @Test
  void aFolderOfASinkThatIsTakenAwayIsSaidAndTheAppGoesOn() throws IOException {
    try (RunningJvm app = serving()) {
      String expected = result(app.next());
      app.errAfter("", "] pass 0");
      delete(sink);
      assertThatTheSinkIsSaidToFailAndToBeOff(saidOfPredictions(app, expected));
      assertThat(saidOfPredictions(app, expected)).isEmpty();
      assertThat(app.finish().status()).isZero();
    }
  }

  @Test
  void aFileInThePlaceOfTheFolderOfASinkIsSaidAndTheAppGoesOn() throws IOException {
    try (RunningJvm app = serving()) {
      String expected = result(app.next());
      app.errAfter("", "] pass 0");
      delete(sink);
      Files.writeString(sink, "");
      assertThatTheSinkIsSaidToFailAndToBeOff(saidOfPredictions(app, expected));
      assertThat(saidOfPredictions(app, expected)).isEmpty();
      assertThat(app.finish().status()).isZero();
    }
    assertThat(sink).hasContent("");
  }

  private static void assertThatTheSinkIsSaidToFailAndToBeOff(List<String> said) {
    assertThat(said).hasSize(2);
    assertThat(said.get(0))
        .startsWith("[layertap] the sink \"files\" failed at pass ")
        .contains(", and the model goes on: ");
    assertThat(said.get(1))
        .startsWith("[layertap] the sink \"files\" is off: 3 failures in a row; the last: ");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Hence no port can be taken: commands reach the agent through the JVM's own way. */
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "it reads /proc")
  void nothingListensOnAPort() throws IOException {
    try (RunningJvm app =
        Apps.running(ServingApp.class).option("-XX:+EnableDynamicAgentLoading").start()) {
      app.next();
      ChildJvm.Result attach =
          ChildJvm.runningJar(Apps.agentJar())
              .in(folder)
              .arguments(
                  "attach",
                  app.pid(),
                  "captures=0",
                  "sinks=log;jfr;metrics;files(folder=" + sink + ")")
              .run();
      assertThat(attach.status()).as(attach.err()).isZero();
      app.tell("predict");
      app.errAfter("", "] pass 0");
      Path process = Path.of("/proc", String.valueOf(app.pid()));
      assertThat(listening(process)).doesNotContainAnyElementsOf(sockets(process));
      assertThat(listening(process)).allMatch(inode -> inode.matches("\\d+"));
    }
  }

  /** The numbers of all sockets of the machine that wait for connections. */
  private static Set<String> listening(Path process) throws IOException {
    try (Stream<String> lines =
        Stream.of("net/tcp", "net/tcp6")
            .map(process::resolve)
            .filter(Files::exists)
            .flatMap(ChangesUnderneathIT::lines)) {
      return lines
          .map(line -> line.strip().split("\\s+", -1))
          .filter(cells -> cells.length > 9 && cells[3].equals("0A"))
          .map(cells -> cells[9])
          .collect(Collectors.toSet());
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream().skip(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The numbers of the process's own sockets. */
  private static Set<String> sockets(Path process) throws IOException {
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      return files
          .map(ChangesUnderneathIT::target)
          .filter(target -> target.startsWith("socket:["))
          .map(target -> target.substring("socket:[".length(), target.length() - 1))
          .collect(Collectors.toSet());
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) { // closed meanwhile
      return "";
    }
  }
}
