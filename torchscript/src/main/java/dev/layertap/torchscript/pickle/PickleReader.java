// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.pickle;

import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.archive.ReadingBudget;
import dev.layertap.torchscript.archive.Shown;
import dev.layertap.torchscript.pickle.PickleValue.Bool;
import dev.layertap.torchscript.pickle.PickleValue.Global;
import dev.layertap.torchscript.pickle.PickleValue.Int;
import dev.layertap.torchscript.pickle.PickleValue.None;
import dev.layertap.torchscript.pickle.PickleValue.Opaque;
import dev.layertap.torchscript.pickle.PickleValue.Persistent;
import dev.layertap.torchscript.pickle.PickleValue.Real;
import dev.layertap.torchscript.pickle.PickleValue.Reduced;
import dev.layertap.torchscript.pickle.PickleValue.Text;
import dev.layertap.torchscript.pickle.PickleValue.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * Runs a pickle's instructions on plain values: nothing that it names is loaded, made or called.
 *
 * <p>It knows the instructions that libtorch writes, and those of Python's protocols 2 to 4 that
 * occur in state dicts, so that such files can be told apart from damaged ones.
 */
public final class PickleReader {
  /** ResNet-152 takes 40,000 steps; a dictionary of 400,000 words 1.6 million. */
  private static final int MAX_STEPS = 8_000_000;

  /** What one instruction takes in memory at most, its text or group apart. */
  private static final int STEP_MEMORY = 100;

  /** Names follow those of Python's files and classes. */
  private static final int MAX_NAME = 4096;

  private final PickleBytes in;
  private final ReadingBudget budget;
  private final List<PickleValue> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Integer, PickleValue> memo = new HashMap<>();
  private final ObjIntConsumer<Int> numbers;

  private PickleReader(PickleBytes in, ReadingBudget budget, ObjIntConsumer<Int> numbers) {
    this.in = in;
    this.budget = budget;
    this.numbers = numbers;
  }

  /**
   * Reads a pickle.
   *
   * @param bytes its bytes
   * @param where the file and entry, for messages
   * @return the value that it holds
   * @throws ArchiveException when it is damaged or too large
   */
  public static PickleValue read(byte[] bytes, String where) throws ArchiveException {
    return read(bytes, where, ReadingBudget.of(where));
  }

  /**
   * Reads a pickle.
   *
   * @param bytes its bytes
   * @param where the file and entry, for messages
   * @param budget the memory that its value may take
   * @return the value that it holds
   * @throws ArchiveException when it is damaged or too large
   */
  public static PickleValue read(byte[] bytes, String where, ReadingBudget budget)
      throws ArchiveException {
    return new PickleReader(new PickleBytes(bytes, where), budget, (number, offset) -> {}).run();
  }

  /** Reads a pickle, and tells of each small whole number where its instruction stands. */
  static PickleValue read(byte[] bytes, String where, ObjIntConsumer<Int> numbers)
      throws ArchiveException {
    return new PickleReader(new PickleBytes(bytes, where), ReadingBudget.of(where), numbers).run();
  }

  private PickleValue run() throws ArchiveException {
    for (int step = 0; step < MAX_STEPS; step++) {
      int opcode = in.nextOpcode();
      budget.take(STEP_MEMORY);
      if (opcode == '.') {
        return pop();
      }
      if (!constant(opcode) && !container(opcode) && !memory(opcode) && !construction(opcode)) {
        throw in.error(
            "the unknown instruction %s"
                .formatted(opcode > ' ' && opcode < 0x7f ? "'" + (char) opcode + "'" : opcode));
      }
    }
    throw in.error("more than %,d instructions, the most that are read".formatted(MAX_STEPS));
  }

  private boolean constant(int opcode) throws ArchiveException {
    switch (opcode) {
      case 'N' -> push(None.NONE);
      case 0x88 -> push(new Bool(true));
      case 0x89 -> push(new Bool(false));
      case 'K' -> number(in.u1());
      case 'M' -> number(in.u2());
      case 'J' -> number(in.i4());
      case 0x8a -> push(in.wholeNumber(in.u1()));
      case 'G' -> push(new Real(in.real()));
      case 'X' -> text(in.length4());
      case 0x8c -> text(in.u1());
      case 'U' -> text(in.u1());
      case 'T' -> text(in.length4());
      case 'B' -> push(opaque(in.length4()));
      case 'C' -> push(opaque(in.u1()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean container(int opcode) throws ArchiveException {
    switch (opcode) {
      case '(' -> marks.add(stack.size());
      case ')' -> push(new Tuple(List.of()));
      case 't' -> push(new Tuple(popToMark()));
      case 0x85 -> push(new Tuple(popMany(1)));
      case 0x86 -> push(new Tuple(popMany(2)));
      case 0x87 -> push(new Tuple(popMany(3)));
      case ']', 0x8f -> push(new PickleList());
      case '}' -> push(new PickleDict());
      case 'a' -> append(popMany(1));
      case 'e', 0x90 -> append(popToMark());
      case 's' -> putAll(popMany(2));
      case 'u' -> putAll(popToMark());
      case '0' -> pop();
      case '2' -> push(peek());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean memory(int opcode) throws ArchiveException {
    switch (opcode) {
      case 0x80 -> in.u1();
      case 0x95 -> in.skip(8);
      case 'q' -> memo.put(in.u1(), peek());
      case 'r' -> memo.put(in.i4(), peek());
      case 0x94 -> memo.put(memo.size(), peek());
      case 'h' -> push(remembered(in.u1()));
      case 'j' -> push(remembered(in.i4()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean construction(int opcode) throws ArchiveException {
    switch (opcode) {
      case 'c' -> push(global(in.line(), in.line()));
      case 0x93 -> {
        List<PickleValue> names = popMany(2);
        if (!(names.get(0) instanceof Text module && names.get(1) instanceof Text name)) {
          throw in.error("a global whose name is no string");
        }
        push(global(module.value(), name.value()));
      }
      case 'R' -> {
        List<PickleValue> call = popMany(2);
        push(new Reduced(call.get(0), call.get(1)));
      }
      case 0x81 -> {
        List<PickleValue> call = popMany(2);
        if (!(call.get(0) instanceof Global type)) {
          throw in.error("an object whose class is no name");
        }
        push(new PickleObject(type));
      }
      case 'b' -> build(in.opcodeOffset());
      case 'Q' -> push(new Persistent(pop()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void build(int offset) throws ArchiveException {
    PickleValue state = pop();
    PickleValue built = peek();
    if (built instanceof PickleObject object) {
      object.build(state, offset);
    } else if (!(built instanceof Reduced)) {
      // Python fills reduced objects as well (an OrderedDict's metadata); nothing needs that here.
      throw in.error("a state for something that is no object");
    }
  }

  private void append(List<PickleValue> items) throws ArchiveException {
    if (!(peek() instanceof PickleList list)) {
      throw in.error("elements for something that is no list");
    }
    items.forEach(list::add);
  }

  private void putAll(List<PickleValue> items) throws ArchiveException {
    PickleValue target = peek();
    if (items.size() % 2 != 0) {
      throw in.error("a key without a value");
    }
    if (target instanceof Reduced) {
      return; // the entries of an OrderedDict, which only state dicts have
    }
    if (!(target instanceof PickleDict dict)) {
      throw in.error("entries for something that is no dict");
    }
    for (int i = 0; i < items.size(); i += 2) {
      dict.put(items.get(i), items.get(i + 1));
    }
  }

  private void text(int length) throws ArchiveException {
    in.check(length);
    budget.take(length);
    push(new Text(in.text(length)));
  }

  private Global global(String module, String name) throws ArchiveException {
    if ((long) module.length() + name.length() > MAX_NAME) {
      throw in.error(
          "the name of a class or function of more than %,d characters: %s"
              .formatted(MAX_NAME, Shown.text(module + "." + name)));
    }
    return new Global(module, name);
  }

  private PickleValue opaque(int length) throws ArchiveException {
    in.skip(length);
    return new Opaque(length);
  }

  private PickleValue remembered(int key) throws ArchiveException {
    PickleValue value = memo.get(key);
    if (value == null) {
      throw in.error("a reference to %d, which was not remembered".formatted(key));
    }
    return value;
  }

  private void number(int value) {
    Int number = new Int(value);
    numbers.accept(number, in.opcodeOffset());
    push(number);
  }

  private void push(PickleValue value) {
    stack.add(value);
  }

  private PickleValue peek() throws ArchiveException {
    int floor = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    if (stack.size() <= floor) {
      throw in.error("an instruction that lacks an operand");
    }
    return stack.get(stack.size() - 1);
  }

  private PickleValue pop() throws ArchiveException {
    PickleValue value = peek();
    stack.remove(stack.size() - 1);
    return value;
  }

  private List<PickleValue> popMany(int count) throws ArchiveException {
    PickleValue[] values = new PickleValue[count];
    for (int i = count - 1; i >= 0; i--) {
      values[i] = pop();
    }
    return List.of(values);
  }

  private List<PickleValue> popToMark() throws ArchiveException {
    if (marks.isEmpty()) {
      throw in.error("the end of a group that never began");
    }
    List<PickleValue> group = stack.subList(marks.remove(marks.size() - 1), stack.size());
    List<PickleValue> values = List.copyOf(group);
    group.clear();
    return values;
  }
}
