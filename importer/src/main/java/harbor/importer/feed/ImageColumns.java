package harbor.importer.feed;

import harbor.importer.progress.Fault;
import harbor.importer.table.Cells;
import harbor.importer.table.Escapes;
import harbor.importer.table.Text;
import harbor.importer.table.WebAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The columns with pictures. Each picture counts by itself: one that cannot be shown is left out
 * with a remark, the others and the product stay.
 */
final class ImageColumns {
  private static final int MAX_IMAGES = 20;
  private static final int MAX_CHARACTERS = 2_000;

  /** Where an address takes the width that a client asks for. */
  private static final String SIZE = "{size}";

  private static final String ENCODED_SIZE = "%7Bsize%7D";

  private ImageColumns() {}

  static List<String> read(Cells cells) {
    List<String> images = new ArrayList<>();
    for (String column : List.of("image_link", "additional_image_link")) {
      for (String value : cells.values(column)) {
        for (String address : addresses(value)) {
          image(cells, column, address).ifPresent(images::add);
        }
      }
    }
    return cells.atMost("additional_image_link", images.stream().distinct().toList(), MAX_IMAGES);
  }

  /** The addresses of a list: commas part them, but not every one ({@link WebAddress#isEntry}). */
  private static List<String> addresses(String value) {
    List<String> addresses = new ArrayList<>();
    for (String piece : Escapes.split(value, ',')) {
      String text = Escapes.remove(piece);
      boolean goesOn =
          !addresses.isEmpty()
              && WebAddress.begins(addresses.getLast().strip())
              && !WebAddress.isEntry(text);
      if (goesOn) {
        addresses.add(addresses.removeLast() + "," + text);
      } else {
        addresses.add(text);
      }
    }
    return addresses.stream()
        .map(address -> Text.line(Cells.decoded(address)))
        .filter(address -> !address.isEmpty())
        .toList();
  }

  private static Optional<String> image(Cells cells, String column, String address) {
    Optional<String> encoded =
        WebAddress.encoded(address).map(found -> found.replace(ENCODED_SIZE, SIZE));
    if (encoded.isEmpty()) {
      cells.remark(
          new Fault(
              column,
              address,
              "is left out: not the address of a picture",
              "write it like https://img.example/a.jpg"));
    } else if (encoded.get().length() > MAX_CHARACTERS) {
      cells.remark(
          new Fault(
              column,
              address,
              "is left out: longer than %d characters".formatted(MAX_CHARACTERS),
              "give the picture a shorter address"));
      return Optional.empty();
    }
    return encoded;
  }
}
