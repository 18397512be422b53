// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.code;

import java.util.List;

/**
 * One parsed code file.
 *
 * @param qualifier the prefix of its names: {@code __torch__.torch.nn.functional}
 * @param source its text
 * @param classes its classes, in order
 * @param functions its functions, in order
 */
public record SourceUnit(
    String qualifier, SourceText source, List<ClassCode> classes, List<FunctionCode> functions) {}
