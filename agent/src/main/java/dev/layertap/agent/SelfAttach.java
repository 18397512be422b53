// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import dev.layertap.agent.bridge.InstalledBridge;
import dev.layertap.agent.config.ConfigurationException;
import dev.layertap.agent.config.ConfigurationSources;
import dev.layertap.agent.jar.AgentJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import net.bytebuddy.agent.ByteBuddyAgent;

/** Brings the agent into a JVM that was started without it, for {@code Layertap.open}. */
public final class SelfAttach {
  private SelfAttach() {}

  /**
   * Attaches this agent to the JVM that runs it, unless there is one already.
   *
   * @throws IllegalStateException if that is not possible; the message says what to do
   */
  public static void attach() {
    if (InstalledBridge.find().isPresent()) {
      return;
    }
    refuseIfSwitchedOff();
    AttachOptions.obstacle()
        .ifPresent(
            obstacle -> {
              throw new IllegalStateException(obstacle);
            });
    load(agentJar());
    if (InstalledBridge.find().isEmpty()) {
      throw new IllegalStateException(
          "The Layertap agent was attached but did not start; its reason stands on stderr.");
    }
  }

  /** Asked here too, so that a JVM where Layertap is off loads no agent. */
  private static void refuseIfSwitchedOff() {
    Optional<String> off;
    try {
      off = ConfigurationSources.read(null, System.getProperties(), System.getenv()).offBecause();
    } catch (ConfigurationException e) {
      return; // the agent says it as it starts
    }
    if (off.isPresent()) {
      throw new IllegalStateException(off.get());
    }
  }

  private static Path agentJar() {
    try {
      return AgentJar.of(SelfAttach.class);
    } catch (IOException e) {
      throw new IllegalStateException(
          "The Layertap agent cannot attach itself: "
              + e.getMessage()
              + " Start the JVM with -javaagent:layertap-agent.jar.",
          e);
    }
  }

  private static void load(Path jar) {
    try {
      ByteBuddyAgent.attach(jar.toFile(), ByteBuddyAgent.ProcessProvider.ForCurrentVm.INSTANCE);
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalStateException(
          "The Layertap agent could not attach itself to this JVM. Start it with -javaagent:"
              + jar
              + ", or, where only a second process is forbidden, with"
              + " -Djdk.attach.allowAttachSelf=true.",
          e);
    }
  }
}
