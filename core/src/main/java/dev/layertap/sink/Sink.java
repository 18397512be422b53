// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink;

import java.util.Map;
import java.util.Set;

/**
 * Takes what passes captured, in an app that has no code to read it.
 *
 * <p>{@code files}, {@code jfr}, {@code metrics} and {@code log} come with Layertap. Another one is
 * a public class with a public constructor without parameters, named in {@code
 * META-INF/services/dev.layertap.sink.Sink} of a jar that stands beside {@code layertap-core} in
 * the app; the configuration's {@code sinks} then knows it by its {@link #name}.
 *
 * <p>One thread of Layertap's calls all of its methods, so it may take its time: passes wait in a
 * queue meanwhile, and those that find it full are not captured. What it throws is said once, and
 * after three failures in a row it is closed and told nothing more. The app notices neither.
 */
public interface Sink extends AutoCloseable {
  /**
   * Returns what the configuration calls it.
   *
   * @return a word in small letters
   */
  String name();

  /**
   * Returns the options that it understands, beside {@code every} and {@code rate}, which all sinks
   * have.
   *
   * @return the options' names; any other is a mistake in the configuration
   */
  default Set<String> options() {
    return Set.of();
  }

  /**
   * Makes ready for the first pass.
   *
   * @param options what the configuration says
   * @throws IllegalArgumentException if an option's value cannot be used: the configuration is not
   *     used then
   * @throws Exception if it cannot work here and now: it alone is left out then
   */
  default void start(SinkOptions options) throws Exception {}

  /**
   * Takes a pass.
   *
   * @param pass what was captured; its arrays are released when this method returns
   * @throws Exception if it cannot be taken
   */
  void write(SinkPass pass) throws Exception;

  /**
   * Returns what there is to know about it, for {@code status}.
   *
   * @return texts, numbers and truth values by name
   */
  default Map<String, Object> facts() {
    return Map.of();
  }

  /**
   * Finishes what it has begun: the JVM ends, Layertap is detached, or it has failed too often.
   *
   * @throws Exception if that fails
   */
  @Override
  default void close() throws Exception {}
}
