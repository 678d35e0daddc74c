package harbor.media.drawing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The illustrations of the catalogue, each drawn in the colours of a product and in the view of a
 * picture number.
 *
 * <p>An illustration is an SVG file of 400 by 400 units with the placeholders {@code {{main}}},
 * {@code {{shade}}}, {@code {{accent}}} and {@code {{light}}} for its colours and {@code {{floor}}}
 * for its shadow on the ground.
 *
 * <p>The same {@link ProductImage} always gives the same bytes, so that what is drawn anew is what
 * was there. Reads its templates once, in the constructor; safe for use by many threads.
 */
public final class ProductImages {

  private static final List<String> MOTIFS =
      List.of(
          "backpack",
          "bicycle",
          "blender",
          "bottle",
          "coffee-grinder",
          "desk",
          "desk-lamp",
          "espresso-machine",
          "floor-lamp",
          "headphones",
          "helmet",
          "kettle",
          "keyboard",
          "knife",
          "lantern",
          "mouse",
          "mug",
          "office-chair",
          "pan",
          "plant-pot",
          "running-shoe",
          "shelf",
          "shirt",
          "sleeping-bag",
          "speaker",
          "stroller",
          "teddy-bear",
          "tent",
          "towel",
          "watering-can");

  private final Map<String, String> illustrations;

  /** Reads all illustrations from {@code /drawings/<motif>.svg} on the class path. */
  public ProductImages() {
    illustrations =
        MOTIFS.stream()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), ProductImages::shapes));
  }

  /** The names for which there is an illustration, in alphabetical order. */
  public List<String> motifs() {
    return MOTIFS;
  }

  /**
   * A complete SVG document, encoded as UTF-8 and at most 6 KB, or empty if there is no
   * illustration of that motif.
   */
  public Optional<byte[]> render(ProductImage image) {
    return Optional.ofNullable(illustrations.get(image.motif()))
        .map(shapes -> document(image, shapes).getBytes(UTF_8));
  }

  private static String document(ProductImage image, String shapes) {
    View view = View.of(image.number());
    String floor = view.standing() ? "{{shade}}" : "none";
    String drawing =
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%1$d" viewBox="0 0 400 400">
        <defs>
        <g id="it">
        %2$s
        </g>
        </defs>
        %3$s
        %4$s
        </svg>
        """
            .formatted(
                image.size(),
                shapes.replace("{{floor}}", floor),
                Backdrop.of(image.number()).shapes(),
                view.shapes());
    return Palette.of(image.productId()).paint(drawing);
  }

  /** What stands between the tags of the template's root element. */
  private static String shapes(String motif) {
    String template = template("/drawings/" + motif + ".svg");
    int begin = template.indexOf('>', template.indexOf("<svg")) + 1;
    int end = template.lastIndexOf("</svg>");
    return template.substring(begin, end).strip();
  }

  private static String template(String resource) {
    try (InputStream in = ProductImages.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no illustration at " + resource);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
