// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import dev.layertap.agent.bridge.Facts;
import dev.layertap.agent.bridge.InstalledBridge;
import dev.layertap.agent.config.Configuration;
import dev.layertap.agent.live.Observers;
import dev.layertap.agent.start.ConfiguredStarter;
import dev.layertap.agent.start.EngineStarter;
import dev.layertap.agent.weave.Unweaving;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** An agent that weaves this JVM, to be given another configuration or to be taken away. */
final class RunningAgent {
  /** What stays in the bridge when the agent goes: what core asks for, and that it was there. */
  private static final Set<String> STAYING =
      Set.of("protocol", Facts.VERSION, Facts.ERRORS, Facts.STARTS, Facts.OFF);

  /** What the open scopes of the app's own code are told. */
  private static final String INTERRUPTED =
      "when the agent was detached: nothing was captured from then on";

  private final AgentStart start;
  private final InstalledBridge bridge;

  /** The one that the agent started with: another start's knows nothing of its transformers. */
  private final Instrumentation instrumentation;

  private RunningAgent(AgentStart start, InstalledBridge bridge) {
    this.start = start;
    this.bridge = bridge;
    this.instrumentation = start.instrumentation();
  }

  /** Finds the agent of this JVM; empty if there is none, or it was detached. */
  static Optional<RunningAgent> find() {
    Optional<InstalledBridge> bridge = InstalledBridge.find();
    return bridge
        .map(there -> there.facts().get(Facts.AGENT))
        .filter(AgentStart.class::isInstance)
        .map(agent -> new RunningAgent((AgentStart) agent, bridge.get()));
  }

  ConcurrentMap<String, Object> facts() {
    return bridge.facts();
  }

  /**
   * Captures what another configuration says, from the next block on. What is woven stays so, and
   * TorchScript models that were rewritten stay open.
   */
  void restart(String argument, Configuration configuration, Consumer<String> user) {
    start.restart(argument, configuration, bridge, user);
  }

  /** Ends the configured captures, for the JVM ends; what came of them can be asked still. */
  void finish() {
    start.starter().ifPresent(ConfiguredStarter::finish);
  }

  /**
   * Takes everything away again but the bridge itself, which no JVM can unload.
   *
   * @param off what those are thrown who want to capture from now on
   * @return what came of it
   */
  Detached detach(String off) {
    Map<String, Object> facts = bridge.facts();
    facts.put(Facts.OFF, off); // first, so that nothing begins anew
    List<Map<?, ?>> models = start.models();
    start.stopWeaving();
    start.exitDoctor().ifPresent(ExitDoctor::cancel);
    start.starter().ifPresent(ConfiguredStarter::close);
    Observers apps = Observers.of(bridge);
    tell(bridge.listeners());
    bridge.engine(null);
    start.engineStarter().ifPresent(EngineStarter::close);
    Unweaving unweaving = Unweaving.of(instrumentation, woven(facts));
    facts.keySet().retainAll(STAYING);
    KeptTypes.release();
    if (facts.get(Facts.ERRORS) instanceof AtomicLong errors) {
      errors.set(0);
    }
    return new Detached(unweaving, apps, models);
  }

  /**
   * The listeners that are left are the app's own. They stay with the bridge, which holds them
   * weakly: should the agent be attached again, they hear of blocks again.
   */
  @SuppressWarnings("unchecked")
  private static void tell(List<Object> listeners) {
    for (Object listener : listeners) {
      if (Observers.isCore(listener) && listener instanceof Consumer<?> core) {
        ((Consumer<String>) core).accept(INTERRUPTED);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static Set<String> woven(Map<String, Object> facts) {
    return (Set<String>) facts.getOrDefault(Facts.WOVEN, Set.of());
  }
}
