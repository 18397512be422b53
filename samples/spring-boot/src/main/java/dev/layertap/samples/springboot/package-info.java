// SPDX-License-Identifier: Apache-2.0
/** An app of Spring Boot that tells circles, squares and triangles apart. */
@NullMarked
package dev.layertap.samples.springboot;

import org.jspecify.annotations.NullMarked;
