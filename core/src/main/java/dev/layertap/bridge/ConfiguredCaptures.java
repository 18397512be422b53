// SPDX-License-Identifier: Apache-2.0
package dev.layertap.bridge;

import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.select.CaptureRequest;
import dev.layertap.select.Selector;
import dev.layertap.select.SelectorParser;
import dev.layertap.take.Take;
import dev.layertap.trace.AgentLink;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the configuration wants of each pass.
 *
 * @param areAnnotatedToo whether what {@code @Capture} stands on is wanted
 * @param areStrict whether a capture that gives nothing is fatal
 * @param budget how many bytes a pass may hold, and what waits for the sinks
 * @param requests the captures
 */
record ConfiguredCaptures(
    boolean areAnnotatedToo, boolean areStrict, long budget, List<CaptureRequest> requests) {
  /** In an app that nobody edits nobody watches its memory either. */
  private static final long STANDARD_BUDGET = 256_000_000;

  /** Reads what {@link CaptureScope.Builder#addConfigured} has found without a mistake. */
  static ConfiguredCaptures of(Map<String, Object> configuration) {
    return new ConfiguredCaptures(
        Boolean.TRUE.equals(configuration.get("annotated")),
        Boolean.TRUE.equals(configuration.get("strict")),
        configuration.get("budget") instanceof Long bytes ? bytes : STANDARD_BUDGET,
        AgentLink.captures(configuration).stream()
            .map(
                one ->
                    SelectorParser.capture(
                        one.capture(), one.take().map(Take::parse), one.origin()))
            .toList());
  }

  /** Whether a pass may give anything: where each capture takes every nth, most passes do not. */
  boolean areDueIn(int pass) {
    if (areAnnotatedToo) {
      return true;
    }
    for (CaptureRequest request : requests) {
      if (take(request).includesPass(pass)) {
        return true;
      }
    }
    return false;
  }

  private static Take take(CaptureRequest request) {
    return request.take().orElse(Take.outputs());
  }

  List<Selector> selectors() {
    return Stream.concat(
            requests.stream(),
            areAnnotatedToo ? Stream.of(CaptureRequest.ANNOTATED) : Stream.empty())
        .map(CaptureRequest::selector)
        .toList();
  }

  List<String> names() {
    return requests.stream().map(CaptureRequest::toString).toList();
  }

  CaptureScope open(int pass, long room) {
    CaptureScope.Builder builder = Layertap.builder().optBudget(room).optFirstPass(pass).optQuiet();
    requests.forEach(builder::addCapture);
    return (areAnnotatedToo ? builder.addAnnotated() : builder).open();
  }
}
