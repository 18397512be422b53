// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.live;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/**
 * What there is in a JVM beside the agent.
 *
 * @param jvm the JVM and its system
 * @param djls the version of each DJL, with its loader
 * @param engines the version of each engine, or its class
 * @param hasTorchScript whether TorchScript models may have been loaded
 * @param agents the options that start other agents
 */
public record Surroundings(
    String jvm,
    List<String> djls,
    List<String> engines,
    boolean hasTorchScript,
    List<String> agents) {
  private static final String BLOCK = "ai.djl.nn.Block";
  private static final String TORCH_ENGINE = "ai.djl.pytorch.engine.PtEngine";
  private static final String TORCH_SCRIPT = "ai.djl.pytorch.engine.PtSymbolBlock";

  /**
   * Looks around in the running JVM. Nothing of the app is called but its loaders, for two small
   * files.
   *
   * @param instrumentation the JVM's
   * @return what is there
   */
  public static Surroundings of(Instrumentation instrumentation) {
    TreeSet<String> djls = new TreeSet<>();
    TreeSet<String> engines = new TreeSet<>();
    boolean hasTorchScript = false;
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      String name = type.getName();
      if (name.startsWith("ai.djl.") && type.getClassLoader() != null) {
        if (name.equals(BLOCK)) {
          djls.add(
              version(type, "ai/djl/engine/api.properties", "djl_version")
                  + " in "
                  + loader(type.getClassLoader()));
        } else if (name.equals(TORCH_ENGINE)) {
          engines.add("PyTorch " + version(type, "pytorch-engine.properties", "pytorch_version"));
        } else if (isEngine(name)) {
          engines.add(name);
        }
        hasTorchScript |= name.equals(TORCH_SCRIPT);
      }
    }
    return new Surroundings(
        thisJvm(), List.copyOf(djls), List.copyOf(engines), hasTorchScript, otherAgents());
  }

  /**
   * Describes this JVM.
   *
   * @return its name, version and system
   */
  public static String thisJvm() {
    return System.getProperty("java.vm.name")
        + " "
        + System.getProperty("java.runtime.version")
        + ", "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch");
  }

  private static boolean isEngine(String name) {
    return name.matches("ai\\.djl\\.[a-z0-9.]+\\.engine\\.[A-Za-z]+Engine");
  }

  private static String version(Class<?> type, String file, String key) {
    try (InputStream in = type.getClassLoader().getResourceAsStream(file)) {
      if (in != null) {
        Properties properties = new Properties();
        properties.load(in);
        return properties.getProperty(key, "of an unknown version");
      }
    } catch (IOException | RuntimeException e) {
      return "of an unknown version (" + e + ")";
    }
    return "of an unknown version";
  }

  private static String loader(ClassLoader loader) {
    String name = Optional.ofNullable(loader.getName()).orElse("");
    return name.isEmpty() ? loader.getClass().getName() : name + " " + loader.getClass().getName();
  }

  /** Those that a command line or a variable names; who was attached later cannot be listed. */
  private static List<String> otherAgents() {
    List<String> agents = new ArrayList<>();
    try {
      for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
        if (option.matches("-(javaagent|agentlib|agentpath):.*")
            && !option.matches("-javaagent:.*layertap-agent[^/\\\\=]*\\.jar(=.*)?")) {
          agents.add(option);
        }
      }
    } catch (LinkageError e) {
      agents.add("unknown, because this JVM has no java.management");
    }
    return agents;
  }
}
