// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.config;

/**
 * A key with its value, as one source says it.
 *
 * @param value a text, a Boolean, a Long or a list of {@link ConfiguredCapture} or {@link
 *     ConfiguredSink}, as the key's kind wants
 * @param origin where it stands, for messages: {@code the system property layertap.strict}
 */
record Setting(Object value, String origin) {}
