// SPDX-License-Identifier: Apache-2.0
package dev.layertap.take;

/** Which calls at a place, within one pass, are kept. */
sealed interface Calls {
  Calls ALL = new All();
  Calls LAST = new Last();

  /** Whether a call is kept, until a later one may take its place. */
  boolean keeps(int call);

  /** Every call. */
  record All() implements Calls {
    @Override
    public boolean keeps(int call) {
      return true;
    }

    @Override
    public String toString() {
      return "all";
    }
  }

  /** The last call that the pass makes. */
  record Last() implements Calls {
    @Override
    public boolean keeps(int call) {
      return true;
    }

    @Override
    public String toString() {
      return "last";
    }
  }

  /**
   * One call.
   *
   * @param number counted from 0
   */
  record Nth(int number) implements Calls {
    public Nth {
      if (number < 0) {
        throw new IllegalArgumentException(
            "calls are counted from 0, so there is no call %d".formatted(number));
      }
    }

    @Override
    public boolean keeps(int call) {
      return call == number;
    }

    @Override
    public String toString() {
      return number == 0 ? "first" : "call(" + number + ")";
    }
  }
}
