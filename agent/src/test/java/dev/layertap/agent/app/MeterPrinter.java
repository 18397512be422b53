// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.app;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;

/** What an app with Micrometer sees of its registry. */
final class MeterPrinter {
  private MeterPrinter() {}

  static void prepare() {
    Metrics.addRegistry(new SimpleMeterRegistry());
  }

  static int count() {
    return Metrics.globalRegistry.getMeters().size();
  }

  static void print() {
    List<Meter> meters = Metrics.globalRegistry.getMeters();
    System.out.println("meters " + meters.size());
    for (Meter meter : meters) {
      System.out.println(
          "meter " + meter.getId().getName() + " " + meter.getId().getTags() + count(meter));
    }
  }

  private static String count(Meter meter) {
    for (Measurement one : meter.measure()) {
      if (one.getStatistic() == Statistic.COUNT) {
        return " " + (long) one.getValue();
      }
    }
    return "";
  }
}
