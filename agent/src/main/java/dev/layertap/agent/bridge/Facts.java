// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.bridge;

/** The names of what the agent keeps in the bridge, where all parts of Layertap find it. */
public final class Facts {
  /** Why nothing may be captured: what core throws at those who want to. */
  public static final String OFF = "off";

  /** What stood behind the agent's jar. */
  public static final String ARGUMENT = "argument";

  /** What all sources said, by key. */
  public static final String CONFIGURATION = "configuration";

  /** Why there is no configuration: what core throws at those who want it. */
  public static final String CONFIGURATION_ERROR = "configurationError";

  /** The options that are no defaults, each with its source, for people. */
  public static final String OPTIONS = "options";

  /** The version of the agent. */
  public static final String VERSION = "version";

  /** The agent that runs: its {@code AgentStart}. There is none while it is detached. */
  public static final String AGENT = "agent";

  /** How often an agent has started in this JVM: it may be detached and attached again. */
  public static final String STARTS = "starts";

  /** The cores that capture for the configuration, each a supplier of what there is to know. */
  public static final String RUNS = "runs";

  /** What makes beans for JMX that do not keep the core whose they are. */
  public static final String BEANS = "beans";

  /** What opens the packages of blocks to core. */
  public static final String OPENER = "opener";

  /** The classes that were woven, each with its loader. */
  public static final String WOVEN = "woven";

  /** The classes that could not be woven, each with its reason. */
  public static final String UNWOVEN = "unwoven";

  /** Why a DJL was left alone. */
  public static final String REFUSED = "refused";

  /** Why TorchScript models stay closed. */
  public static final String CLOSED_ENGINE = "closedEngine";

  /** How many errors of listeners were kept from the app. */
  public static final String ERRORS = "errors";

  /** The first of these errors, with its stack. */
  public static final String FIRST_ERROR = "firstError";

  private Facts() {}
}
