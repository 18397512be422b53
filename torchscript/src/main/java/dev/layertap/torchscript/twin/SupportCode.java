// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.TypeName;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The functions that all twins share, in a file of their own: opening a store, linking a fork's
 * store into it, and taking a value of each type that occurs.
 */
final class SupportCode {
  /** Stands among the numbers for a fork's own store, which stands among the values. */
  static final int FORK = -1;

  /** A number that is this minus a slot says that a call ran there and its result is unknown. */
  static final int REMOVED = -2;

  /** Makes of a slot of outputs that of inputs. */
  static final String INPUTS_SLOT = "slot = torch.add(slot, 1)\n";

  private static final String HOLD =
      """
      def hold_%1$s(futures: List[Future[%2$s]],
          future: Future[%2$s]) -> Future[%2$s]:
        _0 = torch.append(futures, future)
        return future
      def wait_%1$s(futures: List[Future[%2$s]]) -> NoneType:
        for i in range(torch.len(futures)):
          _0 = torch.wait(futures[i])
        return None
      """;

  private static final String NEVER =
      """
      def never() -> bool:
        return False
      def nothing() -> Any:
        return None
      """;

  private final String module;
  private final TakingCode taking;
  private final Map<String, String> takes = new LinkedHashMap<>();
  private final Map<String, String> holds = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();
  private boolean plans;

  SupportCode(TwinNames names, TakingCode taking) {
    this.module = names.support();
    this.taking = taking;
  }

  /** The type of what a twin hands to those that it calls. */
  String storeType() {
    return taking.storeType();
  }

  String open(String wanted) {
    return module + ".open(" + wanted + ", )";
  }

  String fork(String store) {
    return module + ".fork(" + store + ", )";
  }

  /** A statement of a twin that must come before it calls {@link #take}, or asks what to take. */
  String unpacked(String store) {
    return taking.unpacked(store);
  }

  /**
   * A call that puts a value into the store, if it is wanted.
   *
   * @param slot a number, the slot of the module's outputs
   */
  String take(CallPart part, TypeName type, String slot, String value) {
    String call =
        takes.computeIfAbsent(
            part + " " + type, key -> taking.take("take_" + takes.size(), part, type));
    return call + slot + ", " + value + ", )";
  }

  boolean isReadable(TypeName type) {
    return taking.isReadable(type);
  }

  /** A call that notes that a module ran, when its result is not in the traced code. */
  String removed(String store, String slot) {
    return "%s.removed(%s, %s, )".formatted(module, store, slot);
  }

  /** The name of the functions that hold and wait for futures of a type. */
  String futures(TypeName type) {
    return holds.computeIfAbsent(
        type.toString(),
        key -> {
          String name = String.valueOf(holds.size());
          text.append(HOLD.formatted(name, type));
          return name;
        });
  }

  String hold(TypeName type, String list, String future) {
    return "%s.hold_%s(%s, %s, )".formatted(module, futures(type), list, future);
  }

  String wait(TypeName type, String list) {
    return "%s.wait_%s(%s, )".formatted(module, futures(type), list);
  }

  /** A condition that is false, which libtorch cannot know before it looks into functions. */
  String never() {
    plans = true;
    return module + ".never()";
  }

  /** A call of what makes something of a tensor, where nothing ever comes. */
  String make() {
    return taking.make(this::nothing);
  }

  /** An expression of a type, where nothing ever comes. */
  String nothing(TypeName type) {
    return "unchecked_cast(%s, %s.nothing())".formatted(type, module);
  }

  String text() {
    return taking.text() + text + (plans ? NEVER : "");
  }
}
