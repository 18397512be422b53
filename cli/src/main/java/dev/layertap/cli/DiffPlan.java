// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a diff was asked for.
 *
 * @param a the file with what was found
 * @param b the file with what was expected
 * @param relative the relative tolerance, if one was given
 * @param absolute the absolute tolerance, if one was given
 * @param renamings what {@code --map} was given
 * @param common whether what only one file has is no difference
 * @param strictTypes whether another type is one
 */
record DiffPlan(
    Path a,
    Path b,
    @Nullable Double relative,
    @Nullable Double absolute,
    List<String> renamings,
    boolean common,
    boolean strictTypes) {}
