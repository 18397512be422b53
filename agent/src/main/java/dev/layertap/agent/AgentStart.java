// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import dev.layertap.agent.bridge.Facts;
import dev.layertap.agent.bridge.InstalledBridge;
import dev.layertap.agent.config.Configuration;
import dev.layertap.agent.config.ConfigurationException;
import dev.layertap.agent.config.ConfigurationSources;
import dev.layertap.agent.engine.EngineTransformer;
import dev.layertap.agent.start.ConfiguredStarter;
import dev.layertap.agent.start.EngineAhead;
import dev.layertap.agent.start.EngineStarter;
import dev.layertap.agent.start.ModuleOpener;
import dev.layertap.agent.weave.ClassWeaver;
import dev.layertap.agent.weave.ForwardTransformer;
import dev.layertap.agent.weave.LoadedBlocks;
import dev.layertap.agent.weave.Unloadable;
import dev.layertap.agent.weave.WeavingRecord;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
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

  /**
   * What waits for DJL. The bridge, where an agent is found otherwise, comes with DJL; a second
   * agent that comes earlier finds the first one here, for both are of the one class that the
   * system loader has.
   */
  private static final AtomicReference<DjlTransformer> WAITING = new AtomicReference<>();

  private @Nullable String argument;
  private final Instrumentation instrumentation;
  private final Consumer<String> user;
  private final boolean isWanted;
  private Optional<Configuration> configuration = Optional.empty();
  private boolean strict;
  private boolean isFirst = true;
  private @Nullable String mistake;

  /** What was woven; null as long as there is no DJL, and if the agent could not begin. */
  private @Nullable WeavingRecord record;

  private @Nullable DjlTransformer transformer;
  private Optional<ConfiguredStarter> starter = Optional.empty();
  private @Nullable EngineStarter engineStarter;
  private @Nullable Thread exitDoctor;

  AgentStart(@Nullable String argument, Instrumentation instrumentation) {
    this(argument, instrumentation, Stderr.USER, false);
  }

  /**
   * Makes ready to start.
   *
   * @param user takes what the user has to know of the start
   * @param isWanted whether somebody asked for this start, now, also where Layertap is switched off
   */
  AgentStart(
      @Nullable String argument,
      Instrumentation instrumentation,
      Consumer<String> user,
      boolean isWanted) {
    this.argument = argument;
    this.instrumentation = instrumentation;
    this.user = user;
    this.isWanted = isWanted;
  }

  /** An agent that waits for DJL begins, so that it can be found. */
  static void beginWaiting() {
    DjlTransformer first = WAITING.get();
    if (first != null) {
      Object unused = first.begin();
    }
  }

  /**
   * Starts, or says why not.
   *
   * @param early whether the JVM starts: then what only DJL needs waits for its first class.
   *     Whoever attaches to a JVM that runs wants it now
   * @throws FatalStartException if the user wants what went wrong to be fatal
   */
  void run(boolean early) throws FatalStartException {
    try {
      start(early);
    } catch (FatalStartException e) {
      throw e;
    } catch (Throwable e) {
      complain(couldNotStart(e));
    }
  }

  private String couldNotStart(Throwable e) {
    return "The agent could not start"
        + (strict ? ", and strict=true. " : "; the app runs without it. ")
        + e;
  }

  private void complain(String message) throws FatalStartException {
    if (strict) {
      throw new FatalStartException(message);
    }
    user.accept(message);
  }

  private void start(boolean early)
      throws ReflectiveOperationException, IOException, FatalStartException {
    beginWaiting();
    Optional<InstalledBridge> present = InstalledBridge.find();
    if (present.isPresent() && !mayStartOn(present.get().facts())) {
      isFirst = false;
      compare(present.get().facts());
      return;
    }
    configuration = read();
    if (configuration.isPresent() && configuration.get().offBecause().isPresent()) {
      bridge().facts().put(Facts.OFF, configuration.get().offBecause().get());
      return;
    }
    if (configuration.isPresent()) {
      announce(configuration.get(), user);
    }
    DjlTransformer waiting = new DjlTransformer(this);
    transformer = waiting;
    WAITING.set(waiting);
    instrumentation.addTransformer(waiting, true);
    if (!early || hasDjl()) {
      weaveLoaded(waiting);
    }
  }

  /** Whether what is there is the bridge alone, and another start may use it. */
  private boolean mayStartOn(Map<String, Object> facts) {
    return !facts.containsKey(Facts.AGENT) && (isWanted || facts.containsKey(Facts.STARTS));
  }

  /** Says what is not a default, and makes ready for the end of the JVM. */
  private void announce(Configuration said, Consumer<String> told) {
    List<String> options = said.options();
    if (!options.isEmpty()) {
      told.accept(Version.current() + ": " + String.join(", ", options));
    }
    if (said.wantsDoctorAtExit()) {
      exitDoctor = ExitDoctor.wait(instrumentation);
    }
  }

  private InstalledBridge bridge() throws ReflectiveOperationException, IOException {
    Optional<InstalledBridge> present = InstalledBridge.find();
    InstalledBridge bridge =
        present.isPresent() ? present.get() : InstalledBridge.install(instrumentation);
    bridge.facts().put(Facts.VERSION, Version.current());
    bridge.facts().put(Facts.ARGUMENT, spoken());
    return bridge;
  }

  /**
   * Does what only a JVM with DJL needs: the bridge, and those who weave. Called once, by whatever
   * thread loads a class of it first.
   *
   * @return who weaves
   */
  List<ClassWeaver> begin() {
    try {
      InstalledBridge bridge = bridge();
      ConcurrentMap<String, Object> facts = bridge.facts();
      facts.remove(Facts.OFF); // of a detach
      Object before = facts.get(Facts.STARTS);
      facts.put(Facts.STARTS, before instanceof Integer count ? count + 1 : 1);
      if (configuration.isPresent()) {
        writeDown(configuration.get(), facts);
      } else {
        facts.put(Facts.CONFIGURATION_ERROR, String.valueOf(mistake));
      }
      facts.put(Facts.OPENER, new ModuleOpener(instrumentation));
      starter = starter(bridge);
      EngineStarter engines = new EngineStarter(starter, facts, Stderr.USER);
      engineStarter = engines;
      bridge.engine(engines);
      WeavingRecord weaving = new WeavingRecord(facts, Stderr.USER, strict);
      record = weaving;
      facts.put(Facts.AGENT, this);
      return List.of(new ForwardTransformer(weaving), new EngineTransformer(weaving));
    } catch (Throwable e) {
      Stderr.say(couldNotStart(e));
      return strict ? List.of(Unloadable.allOfDjl()) : List.of();
    }
  }

  /** What can be made ready before the first model; null if the agent did not begin. */
  @Nullable EngineAhead ahead() {
    EngineStarter engines = engineStarter;
    return engines == null
        ? null
        : new EngineAhead(
            engines, configuration.isPresent() ? configuration.get().toMap() : Map.of());
  }

  private static void writeDown(Configuration said, Map<String, Object> facts) {
    facts.put(Facts.CONFIGURATION, said.toMap());
    List<String> options = said.options();
    if (options.isEmpty()) {
      facts.remove(Facts.OPTIONS);
    } else {
      facts.put(Facts.OPTIONS, options);
    }
  }

  private Optional<ConfiguredStarter> starter(InstalledBridge bridge) {
    return configuration.isPresent() && configuration.get().capturesPasses()
        ? Optional.of(ConfiguredStarter.listen(bridge, configuration.get(), Stderr.USER))
        : Optional.empty();
  }

  private boolean hasDjl() {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getName().startsWith("ai.djl.")) {
        return true;
      }
    }
    return false;
  }

  private void weaveLoaded(DjlTransformer waiting) throws FatalStartException {
    Object unused = waiting.begin();
    WeavingRecord record = this.record;
    if (record != null) {
      new LoadedBlocks(instrumentation, record, ENGINES).weave();
    }
    if (strict && (record == null || record.hasFailed())) {
      // A JVM that ran before goes on, and must be able to load its classes.
      instrumentation.removeTransformer(waiting);
      WAITING.set(null);
      leaveBridge();
      throw new FatalStartException(
          "Not all of DJL could be woven, and strict=true; the reason stands on stderr.");
    }
  }

  /** What began is not to go on. */
  private void leaveBridge() {
    Optional<InstalledBridge> bridge = InstalledBridge.find();
    if (bridge.isPresent()) {
      bridge.get().facts().remove(Facts.AGENT);
      bridge.get().facts().remove(Facts.OPENER);
      bridge.get().engine(null);
    }
    if (starter.isPresent()) {
      starter.get().close();
    }
  }

  /** Empty if it has a mistake. */
  private Optional<Configuration> read() throws FatalStartException {
    try {
      Configuration said =
          ConfigurationSources.read(argument, System.getProperties(), System.getenv());
      strict = said.isStrict();
      return Optional.of(said);
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
      String newArgument, Configuration said, InstalledBridge bridge, Consumer<String> told) {
    argument = newArgument;
    strict = said.isStrict();
    configuration = Optional.of(said);
    exitDoctor().ifPresent(ExitDoctor::cancel);
    exitDoctor = null;
    bridge.facts().put(Facts.ARGUMENT, spoken());
    bridge.facts().remove(Facts.CONFIGURATION_ERROR);
    writeDown(said, bridge.facts());
    announce(said, told);
    if (starter.isPresent()) {
      starter.get().restart(said);
    } else {
      starter = starter(bridge);
      engineStarter().ifPresent(engines -> starter.ifPresent(engines::core));
    }
  }

  /** Takes the transformer away; classes that are loaded from now on are not woven. */
  void stopWeaving() {
    DjlTransformer weaving = transformer;
    if (weaving == null || !instrumentation.removeTransformer(weaving)) {
      throw new IllegalStateException("the transformer that was added is not there");
    }
    WAITING.set(null);
  }

  Instrumentation instrumentation() {
    return instrumentation;
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
