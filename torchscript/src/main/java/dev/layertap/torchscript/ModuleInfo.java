// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript;

import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.pickle.PickleObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A module of an archive, at one of its paths.
 *
 * @param path the attributes from the root to it, with dots between; empty for the root
 * @param name the attribute of its parent that holds it; empty for the root
 * @param code its class
 * @param object what the archive stores of it; nothing within a module that stores its state in a
 *     form of its own
 * @param children the modules in its attributes, in order
 * @param parameters its own parameters
 * @param buffers its own buffers
 */
public record ModuleInfo(
    String path,
    String name,
    ClassCode code,
    Optional<PickleObject> object,
    List<ModuleInfo> children,
    List<TensorInfo> parameters,
    List<TensorInfo> buffers) {

  /**
   * Returns the class's full name.
   *
   * @return such as {@code __torch__.torchvision.models.resnet.___torch_mangle_12.BasicBlock}
   */
  public String type() {
    return code.qualifiedName();
  }

  /**
   * Returns the name that the class had in Python.
   *
   * @return such as {@code BasicBlock}
   */
  public String originalName() {
    return code.simpleName();
  }

  /**
   * Returns what the exporter found constant.
   *
   * @return the constants by name, as they are written in the code
   */
  public Map<String, String> constants() {
    return code.constants();
  }

  /**
   * Returns this module and all below it, each at every path where it stands.
   *
   * @return the modules, parents before children
   */
  public List<ModuleInfo> all() {
    List<ModuleInfo> all = new ArrayList<>();
    collect(all);
    return all;
  }

  private void collect(List<ModuleInfo> all) {
    all.add(this);
    children.forEach(child -> child.collect(all));
  }

  /**
   * Counts the values in parameters, of this module and all below it; a shared tensor counts once.
   *
   * @return how many there are
   */
  public long parameterCount() {
    return count(all().stream().map(ModuleInfo::parameters).toList());
  }

  /**
   * Counts the values in buffers, of this module and all below it; a shared tensor counts once.
   *
   * @return how many there are
   */
  public long bufferCount() {
    return count(all().stream().map(ModuleInfo::buffers).toList());
  }

  private static long count(List<List<TensorInfo>> tensors) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (List<TensorInfo> list : tensors) {
      list.forEach(tensor -> counts.put(tensor.storage(), tensor.count()));
    }
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public String toString() {
    return "%s (%s)".formatted(path.isEmpty() ? "the root" : path, originalName());
  }
}
