// SPDX-License-Identifier: Apache-2.0
/** The little that the agent reads of class files without a class library. */
@NullMarked
package dev.layertap.agent.classfile;

import org.jspecify.annotations.NullMarked;
