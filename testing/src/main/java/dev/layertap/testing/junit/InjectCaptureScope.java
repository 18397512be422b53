// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the field that the scope of {@link CaptureActivations} is put into before each test. It is
 * of type {@link dev.layertap.CaptureScope}, and neither static nor final.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface InjectCaptureScope {}
