// SPDX-License-Identifier: Apache-2.0
/** A ResNet-18 that classifies an image while Layertap takes three values from its middle. */
@NullMarked
package dev.layertap.samples.resnet18;

import org.jspecify.annotations.NullMarked;
