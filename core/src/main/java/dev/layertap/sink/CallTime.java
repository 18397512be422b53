// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink;

/**
 * How long a selected block ran. Modules inside of a TorchScript model have no time of their own:
 * they run as one.
 *
 * @param path where it stands
 * @param type its type's simple name
 * @param nanos the time of its {@code forward}, in nanoseconds, without what captured its output
 */
public record CallTime(String path, String type, long nanos) {}
