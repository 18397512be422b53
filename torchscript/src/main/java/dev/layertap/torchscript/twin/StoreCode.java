// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

/**
 * The functions that keep the account of what a run took: its store, which twins hand to each
 * other, and an object in it that takes values.
 *
 * <p>Twins call that object through an interface. With its optimiser on, as in a fork, libtorch
 * copies every function into those that call it, except where it cannot know which one that is:
 * what all twins share would stand in the compiled code once for each value that any of them takes.
 *
 * <p>A twin is interpreted without libtorch's optimiser, where a call of a function takes a
 * microsecond, ten times as long as a step within one: so what happens for every value is few calls
 * with many steps.
 */
final class StoreCode {
  /** What is {@linkplain Wanted wanted}, and the object. */
  private static final String TYPE = "Tuple[List[int], %s.Keeping]";

  /**
   * The object has what is wanted, the numbers of what was taken and the values, in order of
   * execution, and how many bytes they hold, which forks count together: -1 once that was too much.
   */
  private static final String INTERFACE =
      """
      class Keeping(Interface):
        def parts(self: %1$s.Keeping) -> %4$s:
          pass
      %2$s\
      class Keeper:
        w : List[int]
        n : List[int]
        v : List[Any]
        held : Tensor
        def __init__(self: %1$s.Keeper,
            w: List[int],
            n: List[int],
            v: List[Any],
            held: Tensor) -> NoneType:
          self.w = w
          self.n = n
          self.v = v
          self.held = held
          return None
        def parts(self: %1$s.Keeper) -> %4$s:
          return (self.w, self.n, self.v, self.held)
      %3$s\
      """;

  private static final String PARTS = "Tuple[List[int], List[int], List[Any], Tensor]";

  /** Where a program does not want a call, its notes are empty. */
  private static final String KEEPING =
      """
      def kept(w: List[int],
          n: List[int],
          v: List[Any],
          slot: int,
          notes: List[int],
          value: Any) -> NoneType:
        for i in range(2, torch.len(notes), 1):
          if torch.ne(notes[i], 0):
            return %1$s.put(w, n, v, %2$d, slot, (notes, value))
        return %1$s.put(w, n, v, 0, slot, value)
      def call(w: List[int],
          n: List[int],
          v: List[Any],
          slot: int) -> int:
        at = w[slot]
        number = w[at]
        _0 = torch._set_item(w, at, torch.add(number, 1))
        _1 = %1$s.put(w, n, v, %3$d, slot, None)
        return number
      def begin(w: List[int],
          n: List[int],
          v: List[Any],
          held: Tensor,
          p: int,
          number: int) -> List[int]:
        calls = w[p]
        room = w[%4$d]
        if torch.ge(room, 0):
          if torch.lt(int(held), 0):
            return annotate(List[int], [])
        if torch.ge(calls, 0):
          if torch.gt(number, calls):
            return annotate(List[int], [])
          if torch.lt(number, calls):
            if torch.eq(w[%5$d], 0):
              return annotate(List[int], [])
        _0 = torch._set_item(w, torch.add(p, %6$d), 0)
        if torch.eq(calls, %7$d):
          _1 = %1$s.drop(w, n, v, held, p)
        if torch.ge(room, 0):
          room = ops.prim.max(torch.sub(room, int(held)), 0)
        return [0, room]
      def end(w: List[int],
          n: List[int],
          v: List[Any],
          held: Tensor,
          p: int,
          notes: List[int],
          value: Any) -> NoneType:
        if torch.ge(notes[1], 0):
          if torch.gt(notes[0], notes[1]):
            _0 = torch.fill_(held, -1)
            return %1$s.put(w, n, v, %8$d, p, notes[0])
        if torch.ne(w[torch.add(p, %6$d)], 0):
          return %1$s.put(w, n, v, %9$d, p, (notes, value))
        _1 = torch._set_item(w, torch.add(p, %10$d), torch.len(n))
        _2 = torch._set_item(w, torch.add(p, %11$d), notes[0])
        if torch.ge(notes[1], 0):
          _3 = torch.add_(held, notes[0])
        return %1$s.put(w, n, v, %12$d, p, (notes, value))
      """;

  private static final String FUNCTIONS =
      """
      def open(w: List[int]) -> Tuple[%2$s, List[int], List[Any]]:
        n = annotate(List[int], [])
        v = annotate(List[Any], [])
        if torch.eq(torch.len(w), %3$d):
          _0 = torch.append(w, %4$d)
          _1 = torch.append(w, -1)
          _2 = torch.append(w, 0)
          _3 = torch.append(w, 0)
        if torch.ne(w[%3$d], %4$d):
          ops.prim.RaiseException("what is wanted is said in another version", "builtins.ValueError")
        k = %1$s.Keeper.__new__(%1$s.Keeper)
        _4 = (k).__init__(w, n, v, torch.zeros([], dtype=4), )
        return ((w, k), n, v)
      def fork(store: %2$s) -> %2$s:
        w, n, v, held, = %12$s
        _0 = torch._set_item(w, %5$d, 1)
        w2 = torch.list(w)
        n2 = annotate(List[int], [])
        v2 = annotate(List[Any], [])
        k2 = %1$s.Keeper.__new__(%1$s.Keeper)
        _1 = (k2).__init__(w2, n2, v2, held, )
        _2 = torch.append(n, %6$d)
        _3 = torch.append(v, (n2, v2))
        return (w2, k2)
      def removed(store: %2$s,
          slot: int) -> NoneType:
        w, n, v, held, = %12$s
        at = w[slot]
        if torch.gt(at, 0):
          _0 = torch.append(n, torch.sub(%7$d, slot))
          _1 = torch.append(v, None)
          if torch.gt(at, 1):
            _2 = torch._set_item(w, at, torch.add(w[at], 1))
        return None
      def put(w: List[int],
          n: List[int],
          v: List[Any],
          kind: int,
          what: int,
          value: Any) -> NoneType:
        _0 = torch.append(n, torch.add(torch.mul(kind, torch.len(w)), what))
        _1 = torch.append(v, value)
        return None
      def drop(w: List[int],
          n: List[int],
          v: List[Any],
          held: Tensor,
          p: int) -> NoneType:
        at = w[torch.add(p, %8$d)]
        if torch.lt(at, 0):
          return None
        if torch.ge(at, torch.len(n)):
          return None
        if torch.eq(n[at], torch.add(torch.mul(%9$d, torch.len(w)), p)):
          _0 = torch._set_item(n, at, torch.add(torch.mul(%10$d, torch.len(w)), p))
          _1 = torch._set_item(v, at, None)
          _2 = torch.sub_(held, w[torch.add(p, %11$d)])
        return None
      """;

  private final String module;
  private final int selectionSize;

  StoreCode(String module, int selectionSize) {
    this.module = module;
    this.selectionSize = selectionSize;
  }

  String type() {
    return TYPE.formatted(module);
  }

  /** All that the object has, of a store. */
  static String parts(String store) {
    return "((%s)[1]).parts()".formatted(store);
  }

  /**
   * All of it.
   *
   * @param declared methods of the interface
   * @param written the same methods of the object, with their bodies
   */
  String text(String declared, String written) {
    return INTERFACE.formatted(module, declared, written, PARTS) + keeping() + functions();
  }

  private String keeping() {
    return KEEPING.formatted(
        module,
        Wanted.CONVERTED,
        Wanted.CALL,
        selectionSize + Wanted.ROOM,
        selectionSize + Wanted.FORKED,
        Wanted.UNFIT,
        Wanted.LAST_CALL,
        Wanted.NO_ROOM,
        Wanted.UNFITTING,
        Wanted.EARLIER,
        Wanted.BYTES,
        Wanted.RESULT);
  }

  private String functions() {
    return FUNCTIONS.formatted(
        module,
        type(),
        selectionSize,
        Wanted.VERSION,
        selectionSize + Wanted.FORKED,
        SupportCode.FORK,
        SupportCode.REMOVED,
        Wanted.EARLIER,
        Wanted.RESULT,
        Wanted.DROPPED,
        Wanted.BYTES,
        parts("store"));
  }
}
