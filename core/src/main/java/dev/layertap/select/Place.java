// SPDX-License-Identifier: Apache-2.0
package dev.layertap.select;

import dev.layertap.annotation.DeclaredCapture;
import dev.layertap.path.ModelPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a selector sees of a block or module: where it stands, what it is, what it is called. */
public interface Place {
  /**
   * Returns the path as PyTorch would write it.
   *
   * @return the canonical path
   */
  ModelPath path();

  /**
   * Returns, step by step, other spellings of the path, such as DJL's own {@code 03layer2}.
   *
   * @return as many sets as the path has steps; an empty set where there is only one spelling
   */
  List<Set<String>> aliases();

  /**
   * Returns the simple name of its type, for messages and tables.
   *
   * @return a name such as {@code BatchNorm2d}
   */
  String type();

  /**
   * Returns the names, simple and qualified, of its type and of all supertypes.
   *
   * @return what a {@code type:} selector is matched against
   */
  Set<String> typeNames();

  /**
   * Returns the {@code @Capture} annotations that it carries.
   *
   * @return the annotations by the names they give, which a {@code @} selector is matched against
   */
  Map<String, DeclaredCapture> annotations();

  /**
   * Returns why Layertap cannot see what runs inside, if it cannot.
   *
   * @return the reason, for messages
   */
  Optional<String> opaque();
}
