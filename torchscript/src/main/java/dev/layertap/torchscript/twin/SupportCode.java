// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.CodeBase;
import dev.layertap.torchscript.code.TypeName;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The functions that all twins share, in a file of their own: opening a store, linking a fork's
 * store into it, and taking a value of each type that occurs.
 */
final class SupportCode {
  /** What is wanted, then the slots of what was taken, then the values, in order of execution. */
  static final String STORE = "Tuple[List[int], List[int], List[Any]]";

  /** Stands among the slots for a fork's own store, which stands among the values. */
  static final int FORK = -1;

  /** A slot is stored as this minus the slot where the call ran and its result is unknown. */
  static final int REMOVED = -2;

  private static final String HEAD =
      """
      def open(wanted: Tensor) -> %1$s:
        w = annotate(List[int], wanted.tolist())
        n = annotate(List[int], [])
        v = annotate(List[Any], [])
        return (w, n, v)
      def fork(store: %1$s) -> %1$s:
        w, n, v, = store
        n2 = annotate(List[int], [])
        v2 = annotate(List[Any], [])
        _0 = torch.append(n, %2$d)
        _1 = torch.append(v, (n2, v2))
        return (w, n2, v2)
      def removed(store: %1$s,
          slot: int) -> NoneType:
        w, n, v, = store
        if torch.ne(w[slot], 0):
          _0 = torch.append(n, torch.sub(%3$d, slot))
          _1 = torch.append(v, None)
        else:
          pass
        return None
      """
          .formatted(STORE, FORK, REMOVED);

  private static final String TAKE =
      """
      def %1$s(store: %2$s,
          slot: int,
          x: %3$s) -> NoneType:
        w, n, v, = store
        if torch.ne(w[slot], 0):
          _0 = torch.append(n, slot)
          _1 = torch.append(v, %4$s)
        else:
          pass
        return None
      """;

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

  private final String module;
  private final CopyCode copies;
  private final Map<String, String> takes = new LinkedHashMap<>();
  private final Map<String, String> holds = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder(HEAD);

  SupportCode(TwinNames names, CodeBase code) {
    this.module = names.support();
    this.copies = new CopyCode(module, code);
  }

  String open(String wanted) {
    return module + ".open(" + wanted + ", )";
  }

  String fork(String store) {
    return module + ".fork(" + store + ", )";
  }

  /** A call that puts a value into the store, if its slot is wanted. */
  String take(TypeName type, String store, String slot, String value) {
    String name =
        takes.computeIfAbsent(
            type.toString(),
            key -> {
              String take = "take_" + takes.size();
              text.append(TAKE.formatted(take, STORE, type, copies.copy(type, "x")));
              return take;
            });
    return "%s.%s(%s, %s, %s, )".formatted(module, name, store, slot, value);
  }

  boolean isReadable(TypeName type) {
    return !copies.copy(type, "x").equals("None");
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

  String text() {
    return text + copies.text();
  }
}
