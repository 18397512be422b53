// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.error;

import dev.layertap.compare.Percent;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** Channels of an array have too many zeros. */
public final class ShouldHaveLiveChannels extends BasicErrorMessageFactory {
  private ShouldHaveLiveChannels(String text) {
    super("%n%s", unquotedString(text));
  }

  private static final int NAMED = 10;

  /**
   * A channel.
   *
   * @param index which one
   * @param zeros how many of its elements are zero
   * @param count how many elements it has
   */
  public record Channel(int index, long zeros, long count) {}

  /**
   * Makes the message.
   *
   * @param array what the array is
   * @param axis which axis the channels are on
   * @param channels how many channels there are
   * @param share the share of zeros that is too much
   * @param dead those that have more, at least one
   * @return the message
   */
  public static ErrorMessageFactory shouldHaveLiveChannels(
      String array, int axis, long channels, double share, List<Channel> dead) {
    String named =
        dead.stream()
            .limit(NAMED)
            .map(one -> "%d (%s)".formatted(one.index(), Percent.of(one.zeros(), one.count())))
            .collect(Collectors.joining(", "));
    return new ShouldHaveLiveChannels(
        """
        Expecting
          %s
        to have less than a share of %s zeros in each channel (axis %d), but %d of %d channels have as many:
          %s%s"""
            .formatted(
                array,
                share,
                axis,
                dead.size(),
                channels,
                named,
                dead.size() > NAMED ? " and %d more".formatted(dead.size() - NAMED) : ""));
  }
}
