// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import dev.layertap.agent.bridge.Facts;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The one start of the agent: what the user said, the bridge, and what is woven.
 *
 * <p>A JVM without DJL passes here too, so the way through it without a mistake uses no lambdas.
 */
final class AgentStart {
  private static final Predicate<Class<?>> ENGINES =
      new Predicate<>() {
        @Override
        public boolean test(Class<?> type) {
          return EngineTransformer.concerns(type);
        }
      };

  private @Nullable String argument;
  private final Instrumentation instrumentation;
  private final Consumer<String> user;
  private final boolean isWanted;
  private boolean strict;
  private boolean isFirst = true;
  private @Nullable String mistake;

  /** What a detach takes back. */
  private final List<ClassFileTransformer> transformers = new ArrayList<>();

  private Optional<ConfiguredStarter> starter = Optional.empty();
  private @Nullable EngineStarter engineStarter;
  private @Nullable Thread exitDoctor;

  AgentStart(@Nullable String argument, Instrumentation instrumentation) {
    this(argument, instrumentation, Stderr.USER, false);
  }

  /**
   * Makes ready to start.
   *
   * @param user takes a line that the user has to know
   * @param isWanted whether somebody asked for this start, now, also where Layertap is switched off
   */
  AgentStart(
      @Nullable String argument,
      Instrumentation instrumentation,
      Consumer<String> user,
      boolean isWanted) {
    this.isWanted = isWanted;
    this.argument = argument;
    this.instrumentation = instrumentation;
    this.user = user;
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
    user.accept(message);
  }

  private void start() throws ReflectiveOperationException, IOException, FatalStartException {
    Optional<InstalledBridge> present = InstalledBridge.find();
    if (present.isPresent() && !mayStartOn(present.get().facts())) {
      isFirst = false;
      compare(present.get().facts());
      return;
    }
    Optional<Configuration> configuration = read();
    InstalledBridge bridge =
        present.isPresent() ? present.get() : InstalledBridge.install(instrumentation);
    ConcurrentMap<String, Object> facts = bridge.facts();
    facts.put(Facts.VERSION, Version.current());
    if (configuration.isPresent()) {
      Optional<String> off = configuration.get().offBecause();
      if (off.isPresent()) {
        facts.put(Facts.ARGUMENT, spoken());
        facts.put(Facts.OFF, off.get());
        return;
      }
      use(configuration.get(), facts, user);
    } else {
      facts.put(Facts.ARGUMENT, spoken());
      facts.put(Facts.CONFIGURATION_ERROR, String.valueOf(mistake));
    }
    facts.remove(Facts.OFF); // of a detach
    Object before = facts.get(Facts.STARTS);
    facts.put(Facts.STARTS, before instanceof Integer count ? count + 1 : 1);
    starter = starter(bridge, configuration);
    weave(bridge);
    facts.put(Facts.AGENT, this);
  }

  /** Whether what is there is the bridge alone, and another start may use it. */
  private boolean mayStartOn(Map<String, Object> facts) {
    return !facts.containsKey(Facts.AGENT) && (isWanted || facts.containsKey(Facts.STARTS));
  }

  /** Writes down a configuration, and says what of it is not a default. */
  private void use(Configuration configuration, Map<String, Object> facts, Consumer<String> told) {
    facts.put(Facts.ARGUMENT, spoken());
    facts.put(Facts.CONFIGURATION, configuration.toMap());
    facts.remove(Facts.OPTIONS);
    List<String> options = configuration.options();
    if (!options.isEmpty()) {
      facts.put(Facts.OPTIONS, options);
      told.accept(Version.current() + ": " + String.join(", ", options));
    }
    if (configuration.wantsDoctorAtExit()) {
      exitDoctor = ExitDoctor.wait(instrumentation);
    }
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

  private void weave(InstalledBridge bridge) throws FatalStartException {
    engineStarter = new EngineStarter(starter, bridge.facts(), Stderr.USER);
    bridge.engine(engineStarter);
    WeavingRecord record = new WeavingRecord(bridge.facts(), user, strict);
    ClassFileTransformer forwards = new ForwardTransformer(record);
    ClassFileTransformer engines = new EngineTransformer(record);
    transformers.add(forwards);
    transformers.add(engines);
    instrumentation.addTransformer(forwards, true);
    instrumentation.addTransformer(engines, true);
    new LoadedBlocks(instrumentation, record, ENGINES).weave();
    if (strict && record.hasFailed()) {
      // A JVM that ran before goes on, and must be able to load its classes.
      instrumentation.removeTransformer(forwards);
      instrumentation.removeTransformer(engines);
      bridge.engine(null);
      if (starter.isPresent()) {
        starter.get().close();
      }
      throw new FatalStartException(
          "Not all of DJL could be woven, and strict=true; the reason stands on stderr.");
    }
  }

  /** Two agents are one too many, but a second one that asks for nothing else is no mistake. */
  private void compare(Map<String, Object> facts) throws FatalStartException {
    Object first = facts.get(Facts.ARGUMENT);
    String second = spoken();
    if (second.isEmpty() || second.equals(first)) {
      return;
    }
    Object said = facts.get(Facts.CONFIGURATION);
    strict = said instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("strict"));
    complain(
        "The agent runs already, "
            + (first == null || first.equals("") ? "without an argument" : "with " + first)
            + "; "
            + second
            + " is not used. Give it to the first -javaagent.");
  }

  /** Another configuration takes the place of the one that this agent started with. */
  void restart(
      String newArgument,
      Configuration configuration,
      InstalledBridge bridge,
      Consumer<String> told) {
    argument = newArgument;
    strict = configuration.isStrict();
    exitDoctor().ifPresent(ExitDoctor::cancel);
    exitDoctor = null;
    bridge.facts().remove(Facts.CONFIGURATION_ERROR);
    use(configuration, bridge.facts(), told);
    if (starter.isPresent()) {
      starter.get().restart(configuration);
    } else {
      starter = starter(bridge, Optional.of(configuration));
      engineStarter().ifPresent(engines -> starter.ifPresent(engines::core));
    }
  }

  Instrumentation instrumentation() {
    return instrumentation;
  }

  List<ClassFileTransformer> transformers() {
    return transformers;
  }

  Optional<ConfiguredStarter> starter() {
    return starter;
  }

  /** What the TorchScript parts say of the models that were loaded. */
  List<Map<?, ?>> models() {
    return engineStarter == null ? List.of() : engineStarter.facts();
  }

  Optional<EngineStarter> engineStarter() {
    return Optional.ofNullable(engineStarter);
  }

  Optional<Thread> exitDoctor() {
    return Optional.ofNullable(exitDoctor);
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
      bridge.facts().put(Facts.OFF, String.valueOf(e.getMessage()));
    } catch (ReflectiveOperationException | IOException | RuntimeException noBridge) {
      Stderr.say("The agent could not start; the app runs without it. " + noBridge);
    }
  }
}
