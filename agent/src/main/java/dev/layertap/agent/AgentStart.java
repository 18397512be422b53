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
import dev.layertap.agent.weave.Unloadable;
import dev.layertap.agent.weave.WeavingRecord;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
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

  /**
   * What waits for DJL. The bridge, where an agent is found otherwise, comes with DJL; a second
   * agent that comes earlier finds the first one here, for both are of the one class that the
   * system loader has.
   */
  private static final AtomicReference<DjlTransformer> WAITING = new AtomicReference<>();

  private final @Nullable String argument;
  private final Instrumentation instrumentation;
  private Optional<Configuration> configuration = Optional.empty();
  private boolean strict;
  private boolean isFirst = true;
  private @Nullable String mistake;

  /** What was woven; null as long as there is no DJL, and if the agent could not begin. */
  private @Nullable WeavingRecord record;

  AgentStart(@Nullable String argument, Instrumentation instrumentation) {
    this.argument = argument;
    this.instrumentation = instrumentation;
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
    Stderr.say(message);
  }

  private void start(boolean early)
      throws ReflectiveOperationException, IOException, FatalStartException {
    DjlTransformer first = WAITING.get();
    if (first != null) {
      Object unused = first.begin();
    }
    Optional<InstalledBridge> present = InstalledBridge.find();
    if (present.isPresent()) {
      isFirst = false;
      compare(present.get().facts());
      return;
    }
    configuration = read();
    if (configuration.isPresent() && configuration.get().offBecause().isPresent()) {
      installBridge().facts().put(OFF, configuration.get().offBecause().get());
      return;
    }
    DjlTransformer transformer = new DjlTransformer(this);
    WAITING.set(transformer);
    instrumentation.addTransformer(transformer, true);
    if (!early || hasDjl()) {
      weaveLoaded(transformer);
    }
  }

  private InstalledBridge installBridge() throws ReflectiveOperationException, IOException {
    InstalledBridge bridge = InstalledBridge.install(instrumentation);
    bridge.facts().put("version", Version.current());
    bridge.facts().put(ARGUMENT, spoken());
    return bridge;
  }

  /**
   * Does what only a JVM with DJL needs: the bridge, and those who weave. Called once, by whatever
   * thread loads a class of it first.
   *
   * @return who weaves
   */
  ClassFileTransformer[] begin() {
    try {
      InstalledBridge bridge = installBridge();
      ConcurrentMap<String, Object> facts = bridge.facts();
      if (configuration.isPresent()) {
        facts.put("configuration", configuration.get().toMap());
      } else {
        facts.put(CONFIGURATION_ERROR, String.valueOf(mistake));
      }
      bridge.engine(new EngineStarter(starter(bridge), facts, Stderr.USER));
      WeavingRecord weaving = new WeavingRecord(facts, Stderr.USER, strict);
      record = weaving;
      return new ClassFileTransformer[] {
        new ForwardTransformer(weaving), new EngineTransformer(weaving)
      };
    } catch (Throwable e) {
      Stderr.say(couldNotStart(e));
      return strict
          ? new ClassFileTransformer[] {Unloadable.allOfDjl()}
          : new ClassFileTransformer[0];
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

  private void weaveLoaded(DjlTransformer transformer) throws FatalStartException {
    Object unused = transformer.begin();
    WeavingRecord record = this.record;
    if (record != null) {
      new LoadedBlocks(instrumentation, record, ENGINES).weave();
    }
    if (strict && (record == null || record.hasFailed())) {
      // A JVM that ran before goes on, and must be able to load its classes.
      instrumentation.removeTransformer(transformer);
      throw new FatalStartException(
          "Not all of DJL could be woven, and strict=true; the reason stands on stderr.");
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
