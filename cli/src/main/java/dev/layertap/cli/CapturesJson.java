// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import dev.layertap.annotation.DeclaredCapture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Annotated captures, as {@code captures --json} prints them. */
final class CapturesJson {
  private CapturesJson() {}

  static Map<String, Object> of(List<FoundIndex> found) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(
        "captures",
        found.stream()
            .flatMap(one -> one.index().captures().stream().map(capture -> of(capture, one)))
            .toList());
    json.put("problems", found.stream().flatMap(one -> one.index().problems().stream()).toList());
    return json;
  }

  private static Map<String, Object> of(DeclaredCapture capture, FoundIndex in) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", capture.name());
    json.put("kind", capture.kind().toString());
    json.put("class", capture.className());
    json.put("member", capture.member());
    json.put("take", capture.take());
    json.put("in", in.source());
    return json;
  }
}
