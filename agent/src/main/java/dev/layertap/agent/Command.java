// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code java -jar layertap-agent.jar} can be asked for. */
enum Command {
  ATTACH(
      "PID [FILE] [KEY=VALUE...]",
      "captures in a JVM that runs, or changes what is captured there",
      """
      Weaves the blocks of a running JVM, also those that are loaded already, and captures what the
      words behind the process say: the same as behind -javaagent:layertap-agent.jar=, each a word of
      its own. Where Layertap runs already, what they say takes the place of what it did.

        java -jar layertap-agent.jar attach 4242 "captures=maxpool;avgpool" budget=256MB
        java -jar layertap-agent.jar attach 4242 layertap.yaml

      The same user as the JVM's must ask. TorchScript models that are loaded already stay closed until
      the app loads them again.
      """),
  STATUS(
      "PID",
      "says what Layertap does in a JVM that runs",
      """
      Says whether Layertap runs in a JVM, with which options, and how often each capture fired.
      The exit status is 3 where it does not run.
      """),
  DETACH(
      "PID",
      "takes Layertap out of a JVM that runs",
      """
      Ends all captures in a JVM and gives each class its own code again. It can be attached again.
      The exit status is 3 where there is nothing to detach.
      """),
  DOCTOR(
      "[PID]",
      "says whether Layertap works, and if not, why",
      """
      Looks into a JVM, or at this Java and this jar if no process is named. The exit status is 3 where
      Layertap does not work. doctor=exit has a JVM write the same to its stderr when it ends.
      """),
  HELP("", "this text", ""),
  VERSION("", "the version alone", "");

  private final String arguments;
  private final String meaning;
  private final String text;

  Command(String arguments, String meaning, String text) {
    this.arguments = arguments;
    this.meaning = meaning;
    this.text = text;
  }

  /** The command that a word names. */
  static Optional<Command> of(String word) {
    return switch (word) {
      case "--help", "-h" -> Optional.of(HELP);
      case "--version", "-V" -> Optional.of(VERSION);
      default -> Stream.of(values()).filter(command -> command.word().equals(word)).findFirst();
    };
  }

  static List<String> words() {
    return Stream.of(values()).map(Command::word).toList();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One line. */
  String usage() {
    return ("Usage: java -jar layertap-agent.jar " + word() + " " + arguments).strip();
  }

  /** All that there is to say of it. */
  String help() {
    return usage() + "\n" + (text.isEmpty() ? "" : "\n" + text);
  }

  /** Its line in a list of all. */
  String inList() {
    return "  %-34s %s%n".formatted((word() + " " + arguments).strip(), meaning);
  }

  /** Whether so many arguments make sense. */
  boolean takes(int count) {
    return switch (this) {
      case ATTACH -> count > 0;
      case STATUS, DETACH -> count == 1;
      case DOCTOR -> count < 2;
      case HELP, VERSION -> count == 0;
    };
  }
}
