// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import dev.layertap.torchscript.ModuleInfo;
import dev.layertap.torchscript.TensorInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A module and all below it, as {@code tree --json} prints them. */
final class TreeJson {
  private TreeJson() {}

  static Map<String, Object> of(ModuleInfo module) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", module.path());
    json.put("name", module.name());
    json.put("type", module.originalName());
    json.put("qualifiedType", module.type());
    json.put("parameterCount", module.parameterCount());
    json.put("bufferCount", module.bufferCount());
    json.put("parameters", tensors(module.parameters()));
    json.put("buffers", tensors(module.buffers()));
    json.put("children", module.children().stream().map(TreeJson::of).toList());
    return json;
  }

  private static List<Map<String, Object>> tensors(List<TensorInfo> tensors) {
    return tensors.stream().map(TreeJson::tensor).toList();
  }

  private static Map<String, Object> tensor(TensorInfo tensor) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", tensor.name());
    json.put("shape", tensor.shape());
    return json;
  }
}
