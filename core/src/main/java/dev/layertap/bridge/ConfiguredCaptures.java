// SPDX-License-Identifier: Apache-2.0
package dev.layertap.bridge;

import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.take.Take;
import dev.layertap.trace.AgentLink;
import java.util.List;
import java.util.Map;

/**
 * What the configuration wants of each pass.
 *
 * @param areAnnotatedToo whether what {@code @Capture} stands on is wanted
 * @param areStrict whether a capture that gives nothing is fatal
 * @param takes what the captures take
 */
record ConfiguredCaptures(boolean areAnnotatedToo, boolean areStrict, List<Take> takes) {
  /** Reads what {@link CaptureScope.Builder#addConfigured} has found without a mistake. */
  static ConfiguredCaptures of(Map<String, Object> configuration) {
    return new ConfiguredCaptures(
        Boolean.TRUE.equals(configuration.get("annotated")),
        Boolean.TRUE.equals(configuration.get("strict")),
        AgentLink.captures(configuration).stream()
            .map(capture -> capture.take().map(Take::parse).orElse(Take.outputs()))
            .toList());
  }

  /** Whether a pass may give anything: where each capture takes every nth, most passes do not. */
  boolean areDueIn(int pass) {
    return areAnnotatedToo || takes.stream().anyMatch(take -> take.includesPass(pass));
  }

  CaptureScope open(int pass) {
    CaptureScope.Builder builder = Layertap.builder().addConfigured().optFirstPass(pass).optQuiet();
    return (areAnnotatedToo ? builder.addAnnotated() : builder).open();
  }
}
