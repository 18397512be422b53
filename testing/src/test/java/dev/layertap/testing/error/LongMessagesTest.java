// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import static dev.layertap.testing.error.ShouldBeTrainable.shouldBeTrainable;
import static dev.layertap.testing.error.ShouldHaveBeenCalled.shouldHaveBeenCalled;
import static dev.layertap.testing.error.ShouldHaveCapturedInOrder.shouldHaveCapturedInOrder;
import static dev.layertap.testing.error.ShouldHaveLiveChannels.shouldHaveLiveChannels;
import static dev.layertap.testing.error.ShouldHaveNodes.shouldHaveNodes;
import static dev.layertap.testing.error.ShouldMatchGolden.shouldMatchGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.layertap.testing.error.ShouldHaveLiveChannels.Channel;
import dev.layertap.testing.error.ShouldMatchGolden.Difference;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.error.ErrorMessageFactory;
import org.junit.jupiter.api.Test;

/** Messages about more than anybody wants to read say how much they leave out. */
class LongMessagesTest {
  private static String text(ErrorMessageFactory message) {
    return message.create().strip();
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(number -> "n" + number).toList();
  }

  private static String joined(int count, String separator) {
    return names(count).stream().collect(Collectors.joining(separator));
  }

  @Test
  void callsBeyondTheTenthAreCounted() {
    assertThat(text(shouldHaveBeenCalled("\"relu\"", 2, names(12))))
        .isEqualTo(
            """
            Expecting
              "relu"
            to have been called 2 times, but there were 12:
              %s
              and 2 more""",
            joined(10, "\n  "));
    assertThat(text(shouldHaveBeenCalled("the place", 2, List.of())))
        .isEqualTo(
            """
            Expecting
              the place
            to have been called 2 times, but it was not called.""");
  }

  @Test
  void parametersBeyondTheTenthAreCounted() {
    assertThat(text(shouldBeTrainable("the root (Net)", "trainable", names(11), 20)))
        .isEqualTo(
            """
            Expecting
              the root (Net)
            to be trainable, but 11 of its 20 parameters are not: %s and 1 more""",
            joined(10, ", "));
    assertThat(text(shouldBeTrainable("fc (Linear)", "frozen", names(1), 2)))
        .isEqualTo(
            """
            Expecting
              fc (Linear)
            to be frozen, but 1 of its 2 parameters is not: n0""");
    assertThat(text(shouldBeTrainable("relu (LambdaBlock)", "frozen", List.of(), 0)))
        .isEqualTo(
            """
            Expecting
              relu (LambdaBlock)
            to be frozen, but it has no parameters""");
  }

  @Test
  void namesBeyondTheTwentiethAreCounted() {
    assertThat(text(shouldHaveCapturedInOrder(names(21), names(22))))
        .isEqualTo(
            """
            Expecting the scope to have captured exactly, in this order,
              %1$s and 2 more
            but it has captured
              %1$s and 1 more
            They differ at index 21: nothing more, expected "n21\"""",
            joined(20, ", "));
  }

  @Test
  void channelsBeyondTheTenthAreCounted() {
    List<Channel> dead = IntStream.range(0, 12).mapToObj(one -> new Channel(one, 4, 4)).toList();
    assertThat(text(shouldHaveLiveChannels("(1, 16, 4) float32", 1, 16, 1, dead)))
        .isEqualTo(
            """
            Expecting
              (1, 16, 4) float32
            to have less than a share of 1.0 zeros in each channel (axis 1), but 12 of 16 channels have as many:
              %s and 2 more""",
            IntStream.range(0, 10)
                .mapToObj("%d (100 %%)"::formatted)
                .collect(Collectors.joining(", ")));
  }

  @Test
  void pathsBeyondTheThirtiethAreCounted() {
    assertThat(text(shouldHaveNodes("Net", List.of(), names(32), names(32))))
        .isEqualTo(
            "Expecting the paths of Net, but"
                + names(30).stream()
                    .map("\n  there is \"%s\", which was not expected."::formatted)
                    .collect(Collectors.joining())
                + "\n  and 2 more that were not expected.\nLayertap.tree(model) prints all paths.");
  }

  @Test
  void differencesBeyondTheTenthAreCounted() {
    List<Difference> all =
        names(11).stream()
            .map(name -> new Difference(name + ": differs", name + " is shown"))
            .toList();
    assertThat(text(shouldMatchGolden("net", "net.npz", 40, all, "Write it anew.")))
        .isEqualTo(
            """
            Expecting what was captured to match the golden "net" (net.npz), but 11 of 40 values do not. In order of execution:
              %s: differs
              and 1 more
            The first of them:
            n0 is shown
            Write it anew.""",
            joined(10, ": differs\n  "));
  }
}
