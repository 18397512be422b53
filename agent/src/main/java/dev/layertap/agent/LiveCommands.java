// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import dev.layertap.agent.bridge.Facts;
import dev.layertap.agent.bridge.InstalledBridge;
import dev.layertap.agent.config.Configuration;
import dev.layertap.agent.config.ConfigurationException;
import dev.layertap.agent.config.ConfigurationSources;
import dev.layertap.agent.live.DoctorReport;
import dev.layertap.agent.live.Exchange;
import dev.layertap.agent.live.Exchange.Reply;
import dev.layertap.agent.live.Exchange.Request;
import dev.layertap.agent.live.Observers;
import dev.layertap.agent.live.Snapshot;
import dev.layertap.agent.live.Surroundings;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the agent does in a running JVM when a command asks for it. The JVM runs one of these after
 * the other.
 */
final class LiveCommands {
  private static final int FAILED = 1;

  private final Instrumentation instrumentation;

  /** What the command prints. */
  private final List<String> told = new ArrayList<>();

  private LiveCommands(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Does what a file asks for, and writes into it what came of it. */
  static void serve(String argument, Instrumentation instrumentation) {
    Exchange exchange = Exchange.of(argument);
    try {
      Reply reply;
      try {
        reply = new LiveCommands(instrumentation).run(exchange.request());
      } catch (RuntimeException | LinkageError e) {
        reply = new Reply(FAILED, "Layertap failed in that JVM, and the app goes on: " + e);
      }
      exchange.answer(reply);
    } catch (IOException e) {
      Stderr.say("The command that asked cannot be answered: " + e);
    }
  }

  private Reply run(Request request) {
    AgentStart.beginWaiting();
    return switch (request.command()) {
      case "attach" -> attach(request.argument());
      case "detach" -> detach();
      case "status" -> {
        DoctorReport status = DoctorReport.status(look());
        yield new Reply(status.statusOfAgent(), status.text());
      }
      case "doctor" -> {
        DoctorReport doctor = DoctorReport.of(look());
        yield new Reply(doctor.statusOfVerdict(), doctor.text());
      }
      default ->
          new Reply(
              FAILED,
              "Layertap "
                  + Version.current()
                  + " runs in that JVM and knows no "
                  + request.command()
                  + "; use the jar of the same version.");
    };
  }

  private Snapshot look() {
    return snapshot(Surroundings.of(instrumentation));
  }

  static Snapshot snapshot(Surroundings surroundings) {
    Optional<InstalledBridge> bridge = InstalledBridge.find();
    return new Snapshot(
        Version.current(),
        ProcessHandle.current().pid(),
        bridge.<Map<String, Object>>map(InstalledBridge::facts).orElse(Map.of()),
        bridge.map(Observers::of).orElse(new Observers(List.of())),
        bridge
            .map(there -> there.facts().get(Facts.AGENT))
            .map(agent -> ((AgentStart) agent).models())
            .orElse(List.of()),
        surroundings);
  }

  private Reply attach(String argument) {
    Configuration configuration;
    try {
      configuration = ConfigurationSources.read(argument, System.getProperties(), System.getenv());
    } catch (ConfigurationException e) {
      return new Reply(
          FAILED, "The configuration is not used, and nothing changed: " + e.getMessage());
    }
    Optional<RunningAgent> running = RunningAgent.find();
    if (running.isEmpty()) {
      return start(argument, configuration);
    }
    Object before = running.get().facts().get(Facts.ARGUMENT);
    if (argument.isEmpty() || argument.equals(before)) {
      told.add("Nothing changed, because it runs already:");
      told.add(DoctorReport.status(look()).text());
      return reply(0);
    }
    Optional<String> off = configuration.offBecause();
    if (off.isPresent()) {
      return detached(running.get(), off.get());
    }
    running.get().restart(argument, configuration, this::tell);
    told.add(
        "Layertap ran in "
            + jvm()
            + " already, "
            + (before == null || before.equals("") ? "without an argument" : "with " + before)
            + ". From now on it does what it was told now"
            + (configuration.capturesPasses() ? "." : ", which captures nothing."));
    return reply(0);
  }

  private Reply start(String argument, Configuration configuration) {
    Optional<String> off = configuration.offBecause();
    if (off.isPresent()) {
      return new Reply(FAILED, off.get());
    }
    AgentStart start = new AgentStart(argument, instrumentation, this::tell, true);
    try {
      start.run(false);
    } catch (FatalStartException e) {
      start.leaveWord(e);
      told.add(String.valueOf(e.getMessage()));
      return reply(FAILED);
    }
    if (RunningAgent.find().isEmpty()) {
      return reply(FAILED); // it has said why
    }
    Snapshot now = look();
    told.add("Layertap " + Version.current() + " is attached to " + jvm() + ".");
    told.add(
        now.surroundings().djls().isEmpty()
            ? "DJL is not loaded yet; its classes are woven as the JVM loads them."
            : "DJL " + String.join(", ", now.surroundings().djls()) + " is woven.");
    told.add(
        configuration.capturesPasses()
            ? configuration.hasStandardSinks()
                ? "Each pass is summed up on that JVM's stderr."
                : "What each pass captures goes to the sinks that are configured."
            : "Nothing is configured to be captured; name it, as in captures=maxpool;avgpool.");
    if (now.surroundings().hasTorchScript()) {
      told.add(
          "TorchScript models that are loaded already stay closed: have the app load them again to"
              + " see inside.");
    }
    return reply(0);
  }

  private Reply detach() {
    Optional<RunningAgent> running = RunningAgent.find();
    if (running.isEmpty()) {
      return new Reply(
          DoctorReport.NOT_RUNNING,
          DoctorReport.status(look()).text() + " There is nothing to detach.");
    }
    return detached(
        running.get(),
        "Layertap was detached from this JVM, and nothing can be captured until it is attached"
            + " again: java -jar layertap-agent.jar attach "
            + ProcessHandle.current().pid());
  }

  private Reply detached(RunningAgent running, String off) {
    told.addAll(running.detach(off).lines());
    told.add(0, "Layertap is detached from " + jvm() + ".");
    if (hasCoreOfItsOwn()) {
      told.add(
          "The app has code of its own that uses Layertap: what that opens from now on throws an"
              + " IllegalStateException, until Layertap is attached again.");
    }
    return reply(0);
  }

  /** Whether the app brought core, and may open scopes. */
  private boolean hasCoreOfItsOwn() {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getName().equals("dev.layertap.Layertap")
          && !type.getClassLoader().getClass().getName().startsWith("dev.layertap.agent.")) {
        return true;
      }
    }
    return false;
  }

  private void tell(String line) {
    Stderr.say(line);
    told.add(line);
  }

  private Reply reply(int status) {
    return new Reply(status, String.join("\n", told));
  }

  private static String jvm() {
    return "JVM " + ProcessHandle.current().pid();
  }
}
