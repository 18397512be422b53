// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.metrics;

/** What JMX shows of a selected place. Times are in milliseconds, statistics of the last pass. */
public interface PathMXBean {
  /**
   * Returns how often the block ran in passes that were captured.
   *
   * @return the count of calls that have a time
   */
  long getCalls();

  /**
   * Returns how long the block ran on average.
   *
   * @return milliseconds
   */
  double getMeanMillis();

  /**
   * Returns how long the longest call took.
   *
   * @return milliseconds
   */
  double getMaxMillis();

  /**
   * Returns how many arrays were captured.
   *
   * @return the count
   */
  long getActivations();

  /**
   * Returns the mean of the last array's finite elements.
   *
   * @return the mean
   */
  double getMean();

  /**
   * Returns the standard deviation of the last array's finite elements.
   *
   * @return the standard deviation
   */
  double getStandardDeviation();

  /**
   * Returns the smallest finite element of the last array.
   *
   * @return the minimum
   */
  double getMinimum();

  /**
   * Returns the largest finite element of the last array.
   *
   * @return the maximum
   */
  double getMaximum();

  /**
   * Returns how much of the last array is zero.
   *
   * @return from 0 to 1
   */
  double getZeroFraction();

  /**
   * Returns how many elements were NaN or infinite, in all arrays so far.
   *
   * @return the count
   */
  long getNonFinite();
}
