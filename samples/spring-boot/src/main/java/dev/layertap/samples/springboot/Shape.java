// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.springboot;

/**
 * What a picture may show.
 *
 * @param name {@code circle}, {@code square} or {@code triangle}
 * @param probability from 0 to 1
 */
public record Shape(String name, double probability) {}
