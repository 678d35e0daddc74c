package harbor.media.drawing;

import java.util.List;

/**
 * The colours of one picture, as CSS colour values.
 *
 * @param main the body of the thing
 * @param shade the side of it that is away from the light, and its dark parts
 * @param accent what should catch the eye
 * @param light highlights and pale parts
 * @param ground the backdrop
 * @param glow a paler tone of the ground
 */
record Palette(String main, String shade, String accent, String light, String ground, String glow) {

  // Neighbours differ clearly, because the variants of a product have neighbouring ids.
  private static final List<Palette> ALL =
      List.of(
          new Palette("#2f6f8f", "#1d4a63", "#f2a65a", "#fdf3e4", "#d5e6ec", "#f1f8fa"),
          new Palette("#e07a5f", "#a94f39", "#3d5a80", "#fff5ea", "#f8dfd2", "#fdf4ee"),
          new Palette("#5b8e6b", "#3a6148", "#f4c95d", "#fbf8e9", "#dbe9dc", "#f4f9f2"),
          new Palette("#3c4257", "#242838", "#ef6f6c", "#f3f1f6", "#dddfe9", "#f5f5fa"),
          new Palette("#e3b04b", "#a97a24", "#3f6c8c", "#fffaee", "#f6e8c8", "#fdf8ea"),
          new Palette("#8667a8", "#5a4278", "#f5b971", "#faf4ff", "#e6dcf0", "#f8f4fc"),
          new Palette("#2a9d8f", "#1a6a61", "#e9765b", "#eefaf6", "#cfeae4", "#f0faf7"),
          new Palette("#b5495b", "#7d2c3c", "#f0c27b", "#fff2f0", "#f3d7d9", "#fcf1f1"),
          new Palette("#4f7cc0", "#33548a", "#ffcf56", "#f3f7ff", "#d6e2f5", "#f2f6fd"),
          new Palette("#a47148", "#6f4a2c", "#6a994e", "#fff7ec", "#eedfcd", "#faf4eb"),
          new Palette("#6b7d8c", "#46545f", "#ff8a5c", "#f6f9fa", "#dfe5e9", "#f6f8f9"),
          new Palette("#d4729a", "#9a476b", "#4a8fa6", "#fff3f8", "#f6dce7", "#fdf3f7"),
          new Palette("#6a8f2f", "#46611c", "#e07a3f", "#f9fbe9", "#e2ebcb", "#f7faec"),
          new Palette("#25567b", "#153650", "#e5c07b", "#eef5fa", "#c9dceb", "#ebf3f9"),
          new Palette("#ef8354", "#b3532a", "#4f5d75", "#fff6ef", "#fae0d2", "#fef4ee"),
          new Palette("#4d7c7d", "#2f5354", "#f28482", "#f2faf8", "#d3e4e2", "#f1f8f7"));

  /** The palette of a product: the same for all its pictures, on every machine. */
  static Palette of(String productId) {
    // String.hashCode is specified by its formula, so it does not change between Java versions.
    return ALL.get(Math.floorMod(productId.hashCode(), ALL.size()));
  }

  /** The drawing with its placeholders, such as {@code {{main}}}, replaced by these colours. */
  String paint(String drawing) {
    return drawing
        .replace("{{main}}", main)
        .replace("{{shade}}", shade)
        .replace("{{accent}}", accent)
        .replace("{{light}}", light)
        .replace("{{ground}}", ground)
        .replace("{{glow}}", glow);
  }
}
