// SPDX-License-Identifier: Apache-2.0
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Draws the image that the sample classifies when it is given none: {@code java DrawScene.java ../resources/scene.png}.
 */
final class DrawScene {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;

  private final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
  private final Graphics2D g = image.createGraphics();

  public static void main(String[] args) throws Exception {
    DrawScene scene = new DrawScene();
    scene.draw();
    ImageIO.write(scene.image, "png", new File(args[0]));
  }

  private void draw() {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setPaint(new GradientPaint(0, 0, new Color(0x3f7fc4), 0, 150, new Color(0xf6d9b0)));
    g.fillRect(0, 0, WIDTH, HEIGHT);
    disc(new Color(0xfff3c0), 250, 56, 26);
    cloud(60, 40, 1.0);
    cloud(160, 66, 0.7);
    hills(new Color(0x8fa6b8), 150, 34, 0.021, 0.4);
    hills(new Color(0x5d8a66), 172, 22, 0.030, 2.1);
    g.setPaint(new GradientPaint(0, 180, new Color(0x6fae4a), 0, HEIGHT, new Color(0x3b7a2c)));
    g.fillRect(0, 184, WIDTH, HEIGHT - 184);
    fence();
    house(52, 122);
    tree(226, 196, 56);
    tree(284, 190, 38);
    grass();
  }

  private void disc(Color colour, double x, double y, double radius) {
    g.setPaint(colour);
    g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  private void cloud(double x, double y, double size) {
    Color white = new Color(255, 255, 255, 225);
    disc(white, x, y, 14 * size);
    disc(white, x + 18 * size, y - 7 * size, 18 * size);
    disc(white, x + 38 * size, y, 15 * size);
  }

  private void hills(Color colour, double base, double swing, double pitch, double phase) {
    Path2D line = new Path2D.Double();
    line.moveTo(0, HEIGHT);
    for (int x = 0; x <= WIDTH; x++) {
      line.lineTo(x, base - swing * Math.sin(pitch * x + phase) - 5 * Math.sin(3.7 * pitch * x));
    }
    line.lineTo(WIDTH, HEIGHT);
    g.setPaint(colour);
    g.fill(line);
  }

  private void house(int x, int y) {
    g.setPaint(new Color(0xe9dcc3));
    g.fill(new Rectangle2D.Double(x, y, 92, 74));
    Path2D roof = new Path2D.Double();
    roof.moveTo(x - 12, y + 2);
    roof.lineTo(x + 46, y - 44);
    roof.lineTo(x + 104, y + 2);
    roof.closePath();
    g.setPaint(new Color(0xa8432f));
    g.fill(roof);
    g.fill(new Rectangle2D.Double(x + 68, y - 46, 12, 30));
    g.setPaint(new Color(0x6b4226));
    g.fill(new Rectangle2D.Double(x + 38, y + 32, 20, 42));
    window(x + 10, y + 18);
    window(x + 64, y + 18);
  }

  private void window(int x, int y) {
    g.setPaint(new Color(0x35546e));
    g.fill(new Rectangle2D.Double(x, y, 18, 20));
    g.setPaint(Color.WHITE);
    g.setStroke(new BasicStroke(2));
    g.draw(new Rectangle2D.Double(x, y, 18, 20));
    g.drawLine(x + 9, y, x + 9, y + 20);
    g.drawLine(x, y + 10, x + 18, y + 10);
  }

  private void tree(int x, int ground, int size) {
    g.setPaint(new Color(0x5a3b22));
    g.fill(new Rectangle2D.Double(x - size / 12.0, ground - size, size / 6.0, size + 8));
    Random leaves = new Random(x);
    for (int i = 0; i < 60; i++) {
      double angle = leaves.nextDouble() * 2 * Math.PI;
      double far = Math.sqrt(leaves.nextDouble()) * size * 0.55;
      int green = 90 + leaves.nextInt(80);
      disc(
          new Color(30 + leaves.nextInt(50), green, 40),
          x + far * Math.cos(angle),
          ground - size * 1.25 + far * Math.sin(angle),
          size * 0.16);
    }
  }

  private void fence() {
    g.setPaint(new Color(0xf4efe4));
    for (int x = 4; x < WIDTH; x += 14) {
      g.fillRect(x, 174, 5, 24);
    }
    g.fillRect(0, 179, WIDTH, 3);
    g.fillRect(0, 189, WIDTH, 3);
  }

  private void grass() {
    Random blades = new Random(7);
    g.setStroke(new BasicStroke(1));
    for (int i = 0; i < 420; i++) {
      int x = blades.nextInt(WIDTH);
      int y = 202 + blades.nextInt(HEIGHT - 202);
      g.setPaint(new Color(60 + blades.nextInt(60), 120 + blades.nextInt(90), 50));
      g.drawLine(x, y, x + blades.nextInt(5) - 2, y - 3 - blades.nextInt(5));
    }
  }
}
