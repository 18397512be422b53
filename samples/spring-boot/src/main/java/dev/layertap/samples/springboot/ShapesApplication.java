// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The app. */
@SpringBootApplication
public class ShapesApplication {
  /**
   * Starts it.
   *
   * @param args Spring's, such as {@code --shapes.model=FILE}
   */
  public static void main(String[] args) {
    SpringApplication.run(ShapesApplication.class, args);
  }
}
