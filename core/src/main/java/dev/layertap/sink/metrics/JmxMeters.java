// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.metrics;

import dev.layertap.link.AgentServices;
import dev.layertap.value.Statistics;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/**
 * Beans of the platform's server, one a path: {@code
 * dev.layertap:type=Path,model=ResNet18,path="layer3.0"}.
 */
final class JmxMeters implements Meters {
  private static final String DOMAIN = "dev.layertap:";

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Map<String, String> tags;
  private final Map<Map<String, String>, PathNumbers> known = new HashMap<>();

  /** The server holds them weakly. */
  private final List<StandardMBean> beans = new ArrayList<>();

  private final List<ObjectName> names = new ArrayList<>();

  JmxMeters(Map<String, String> tags) {
    this.tags = tags;
  }

  @Override
  public String kind() {
    return "JMX";
  }

  @Override
  public void pass(String model, long nanos) {
    numbers(keys("Pass", model)).ran(nanos);
  }

  @Override
  public void block(String model, String path, String type, long nanos) {
    numbers(ofPath(model, path)).ran(nanos);
  }

  @Override
  public void activation(String model, String path, String type, Statistics statistics) {
    numbers(ofPath(model, path)).captured(statistics);
  }

  private Map<String, String> keys(String kind, String model) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("type", kind);
    keys.put("model", ObjectName.quote(model));
    tags.forEach((key, value) -> keys.put(key, ObjectName.quote(value)));
    return keys;
  }

  private Map<String, String> ofPath(String model, String path) {
    Map<String, String> keys = keys("Path", model);
    keys.put("path", ObjectName.quote(path.isEmpty() ? "." : path));
    return keys;
  }

  private PathNumbers numbers(Map<String, String> keys) {
    return known.computeIfAbsent(keys, unseen -> registered(keys));
  }

  private PathNumbers registered(Map<String, String> keys) {
    PathNumbers numbers = new PathNumbers();
    StandardMBean bean = new StandardMBean(numbers, PathMXBean.class, true);
    beans.add(bean);
    Object held = AgentServices.heldWeakly(bean);
    Map<String, String> own = new LinkedHashMap<>(keys);
    for (int copy = 2; ; copy++) {
      try {
        ObjectName name = new ObjectName(DOMAIN + joined(own));
        server.registerMBean(held, name);
        names.add(name);
        return numbers;
      } catch (InstanceAlreadyExistsException e) { // of another app in this JVM
        own.put("copy", Integer.toString(copy));
      } catch (JMException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** As a text, because a name made of a map has its keys in no order, and tools show them so. */
  private static String joined(Map<String, String> keys) {
    return keys.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  @Override
  public void close() {
    for (ObjectName name : names) {
      try {
        server.unregisterMBean(name);
      } catch (InstanceNotFoundException takenAway) {
        // By somebody else, and that is all that was wanted.
      } catch (JMException e) {
        throw new IllegalStateException(e);
      }
    }
    names.clear();
    known.clear();
    beans.clear();
  }
}
