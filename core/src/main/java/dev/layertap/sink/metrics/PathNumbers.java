// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.metrics;

import dev.layertap.value.Statistics;

/** Counts for one place. */
final class PathNumbers implements PathMXBean {
  private static final double NANOS = 1e6;

  private long calls;
  private long nanos;
  private long longest;
  private long activations;
  private long nonFinite;
  private Statistics last =
      new Statistics(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, 0, 0);

  synchronized void ran(long time) {
    calls++;
    nanos += time;
    longest = Math.max(longest, time);
  }

  synchronized void captured(Statistics statistics) {
    activations++;
    nonFinite += statistics.nan() + statistics.infinite();
    last = statistics;
  }

  @Override
  public synchronized long getCalls() {
    return calls;
  }

  @Override
  public synchronized double getMeanMillis() {
    return calls == 0 ? 0 : nanos / NANOS / calls;
  }

  @Override
  public synchronized double getMaxMillis() {
    return longest / NANOS;
  }

  @Override
  public synchronized long getActivations() {
    return activations;
  }

  @Override
  public synchronized double getMean() {
    return last.mean();
  }

  @Override
  public synchronized double getStandardDeviation() {
    return last.standardDeviation();
  }

  @Override
  public synchronized double getMinimum() {
    return last.minimum();
  }

  @Override
  public synchronized double getMaximum() {
    return last.maximum();
  }

  @Override
  public synchronized double getZeroFraction() {
    return last.count() == 0 ? 0 : last.zero() / (double) last.count();
  }

  @Override
  public synchronized long getNonFinite() {
    return nonFinite;
  }
}
