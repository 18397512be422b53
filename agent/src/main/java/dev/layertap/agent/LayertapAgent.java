// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import dev.layertap.agent.bridge.InstalledBridge;
import dev.layertap.agent.config.Configuration;
import dev.layertap.agent.config.ConfigurationException;
import dev.layertap.agent.config.ConfigurationFile;
import dev.layertap.agent.engine.EngineTransformer;
import dev.layertap.agent.start.ConfiguredStarter;
import dev.layertap.agent.start.EngineStarter;
import dev.layertap.agent.weave.ForwardTransformer;
import dev.layertap.agent.weave.LoadedBlocks;
import dev.layertap.agent.weave.WeavingRecord;
import java.lang.instrument.Instrumentation;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the JVM enters the agent.
 *
 * <p>Whatever goes wrong here is one line on stderr: the app starts and runs as if the agent were
 * not there.
 */
public final class LayertapAgent {
  private LayertapAgent() {}

  /**
   * Starts with the JVM, before the app.
   *
   * @param argument what stands behind the jar in {@code -javaagent:layertap-agent.jar=}
   * @param instrumentation the JVM's
   */
  public static void premain(@Nullable String argument, Instrumentation instrumentation) {
    startOrExplain(argument, instrumentation);
  }

  /**
   * Starts in a JVM that runs already.
   *
   * @param argument as for {@link #premain}
   * @param instrumentation the JVM's
   */
  public static void agentmain(@Nullable String argument, Instrumentation instrumentation) {
    startOrExplain(argument, instrumentation);
  }

  private static void startOrExplain(@Nullable String argument, Instrumentation instrumentation) {
    try {
      start(argument, instrumentation);
    } catch (Throwable e) { // premain's own would end the JVM
      Stderr.say("The agent could not start; the app runs without it. " + e);
    }
  }

  private static void start(@Nullable String argument, Instrumentation instrumentation)
      throws Exception {
    Optional<ConfigurationFile> file =
        ConfigurationFile.find(argument, System::getProperty, System::getenv);
    Optional<InstalledBridge> present = InstalledBridge.find();
    if (present.isPresent()) {
      compare(file, present.get());
      return;
    }
    InstalledBridge bridge = InstalledBridge.install(instrumentation);
    bridge.facts().put("version", Version.current());
    Optional<ConfiguredStarter> starter = file.flatMap(found -> configure(found, bridge));
    bridge.engine(new EngineStarter(starter, bridge.facts(), Stderr::say));
    WeavingRecord record = new WeavingRecord(bridge.facts(), Stderr::say);
    instrumentation.addTransformer(new ForwardTransformer(record), true);
    instrumentation.addTransformer(new EngineTransformer(record), true);
    new LoadedBlocks(instrumentation, record, EngineTransformer::concerns).weave();
  }

  private static Optional<ConfiguredStarter> configure(
      ConfigurationFile file, InstalledBridge bridge) {
    ConcurrentMap<String, Object> facts = bridge.facts();
    facts.put("configurationSource", file.path());
    try {
      Configuration configuration = file.read();
      facts.put("configuration", configuration.toMap());
      if (!configuration.captures().isEmpty()) {
        return Optional.of(ConfiguredStarter.listen(bridge, configuration, Stderr::say));
      }
    } catch (ConfigurationException e) {
      facts.put("configurationError", e.getMessage());
      Stderr.say("The configuration is not used. " + e.getMessage());
    }
    return Optional.empty();
  }

  /** Two agents are one too many, but a second one that asks for nothing else is no mistake. */
  private static void compare(Optional<ConfigurationFile> file, InstalledBridge bridge) {
    Object source = bridge.facts().get("configurationSource");
    if (file.isPresent() && !file.get().path().equals(source)) {
      Stderr.say(
          "The agent runs already, with "
              + (source == null ? "no configuration" : "the configuration " + source)
              + "; "
              + file.get().path()
              + " is not used. Give it to the first -javaagent.");
    }
  }
}
