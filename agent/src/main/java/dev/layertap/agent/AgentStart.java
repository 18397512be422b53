// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import dev.layertap.agent.bridge.InstalledBridge;
import dev.layertap.agent.config.Configuration;
import dev.layertap.agent.config.ConfigurationException;
import dev.layertap.agent.config.ConfigurationSources;
import dev.layertap.agent.engine.EngineTransformer;
import dev.layertap.agent.start.ConfiguredStarter;
import dev.layertap.agent.start.EngineStarter;
import dev.layertap.agent.weave.ForwardTransformer;
import dev.layertap.agent.weave.LoadedBlocks;
import dev.layertap.agent.weave.WeavingRecord;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The one start of the agent: what the user said, the bridge, and what is woven.
 *
 * <p>A JVM without DJL passes here too, so the way through it without a mistake uses no lambdas.
 */
final class AgentStart {
  /** Why core must not capture anything: what it throws at those who want to. */
  private static final String OFF = "off";

  private static final String ARGUMENT = "argument";

  /** Why there is no configuration: what core throws at those who want it. */
  private static final String CONFIGURATION_ERROR = "configurationError";

  private static final Predicate<Class<?>> ENGINES =
      new Predicate<>() {
        @Override
        public boolean test(Class<?> type) {
          return EngineTransformer.concerns(type);
        }
      };

  private final @Nullable String argument;
  private final Instrumentation instrumentation;
  private boolean strict;
  private boolean isFirst = true;
  private @Nullable String mistake;

  AgentStart(@Nullable String argument, Instrumentation instrumentation) {
    this.argument = argument;
    this.instrumentation = instrumentation;
  }

  /**
   * Starts, or says why not.
   *
   * @throws FatalStartException if the user wants what went wrong to be fatal
   */
  void run() throws FatalStartException {
    try {
      start();
    } catch (FatalStartException e) {
      throw e;
    } catch (Throwable e) {
      complain("The agent could not start; the app runs without it. " + e);
    }
  }

  private void complain(String message) throws FatalStartException {
    if (strict) {
      throw new FatalStartException(message);
    }
    Stderr.say(message);
  }

  private void start() throws ReflectiveOperationException, IOException, FatalStartException {
    Optional<InstalledBridge> present = InstalledBridge.find();
    if (present.isPresent()) {
      isFirst = false;
      compare(present.get().facts());
      return;
    }
    Optional<Configuration> configuration = read();
    InstalledBridge bridge = InstalledBridge.install(instrumentation);
    ConcurrentMap<String, Object> facts = bridge.facts();
    facts.put("version", Version.current());
    facts.put(ARGUMENT, spoken());
    if (configuration.isPresent()) {
      Optional<String> off = configuration.get().offBecause();
      if (off.isPresent()) {
        facts.put(OFF, off.get());
        return;
      }
      facts.put("configuration", configuration.get().toMap());
    } else {
      facts.put(CONFIGURATION_ERROR, String.valueOf(mistake));
    }
    weave(bridge, starter(bridge, configuration));
  }

  /** Empty if it has a mistake. */
  private Optional<Configuration> read() throws FatalStartException {
    try {
      Configuration configuration =
          ConfigurationSources.read(argument, System.getProperties(), System.getenv());
      strict = configuration.isStrict();
      return Optional.of(configuration);
    } catch (ConfigurationException e) {
      strict = e.isStrict();
      mistake =
          "The configuration "
              + (strict ? "cannot be used, and strict=true: " : "is not used: ")
              + e.getMessage();
      complain(mistake);
      return Optional.empty();
    }
  }

  private static Optional<ConfiguredStarter> starter(
      InstalledBridge bridge, Optional<Configuration> configuration) {
    return configuration.isPresent() && configuration.get().capturesPasses()
        ? Optional.of(ConfiguredStarter.listen(bridge, configuration.get(), Stderr.USER))
        : Optional.empty();
  }

  private void weave(InstalledBridge bridge, Optional<ConfiguredStarter> starter)
      throws FatalStartException {
    bridge.engine(new EngineStarter(starter, bridge.facts(), Stderr.USER));
    WeavingRecord record = new WeavingRecord(bridge.facts(), Stderr.USER, strict);
    ClassFileTransformer forwards = new ForwardTransformer(record);
    ClassFileTransformer engines = new EngineTransformer(record);
    instrumentation.addTransformer(forwards, true);
    instrumentation.addTransformer(engines, true);
    new LoadedBlocks(instrumentation, record, ENGINES).weave();
    if (strict && record.hasFailed()) {
      // A JVM that ran before goes on, and must be able to load its classes.
      instrumentation.removeTransformer(forwards);
      instrumentation.removeTransformer(engines);
      throw new FatalStartException(
          "Not all of DJL could be woven, and strict=true; the reason stands on stderr.");
    }
  }

  /** Two agents are one too many, but a second one that asks for nothing else is no mistake. */
  private void compare(Map<String, Object> facts) throws FatalStartException {
    Object first = facts.get(ARGUMENT);
    String second = spoken();
    if (second.isEmpty() || second.equals(first)) {
      return;
    }
    Object said = facts.get("configuration");
    strict = said instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("strict"));
    complain(
        "The agent runs already, "
            + (first == null || first.equals("") ? "without an argument" : "with " + first)
            + "; "
            + second
            + " is not used. Give it to the first -javaagent.");
  }

  private String spoken() {
    return argument == null ? "" : argument.strip();
  }

  /**
   * Lets a JVM go on that had no agent when it started: whoever captures is told why not. An agent
   * that runs already is none the worse for a second one.
   */
  void leaveWord(FatalStartException e) {
    if (!isFirst) {
      Stderr.say(String.valueOf(e.getMessage()));
      return;
    }
    try {
      Optional<InstalledBridge> present = InstalledBridge.find();
      InstalledBridge bridge =
          present.isPresent() ? present.get() : InstalledBridge.install(instrumentation);
      bridge.facts().put(OFF, String.valueOf(e.getMessage()));
    } catch (ReflectiveOperationException | IOException | RuntimeException noBridge) {
      Stderr.say("The agent could not start; the app runs without it. " + noBridge);
    }
  }
}
