package harbor.importer.table;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** FeedFiles made of text. */
public final class FeedFiles {
  private FeedFiles() {}

  public static FeedFile text(String name, String text) {
    return bytes(name, text.getBytes(StandardCharsets.UTF_8));
  }

  static FeedFile bytes(String name, byte[] bytes) {
    return FeedFile.of(name, () -> new ByteArrayInputStream(bytes));
  }

  /** A feed in which each row is made of the id alone. */
  public static FeedFile products(List<String> ids) {
    StringBuilder feed = new StringBuilder("id\ttitle\tprice\tavailability\tproduct_type\n");
    for (String id : ids) {
      feed.append(id).append("\tProduct ").append(id).append("\t9.99 EUR\tin_stock\tHome > Mugs\n");
    }
    return text("feed.tsv", feed.toString());
  }
}
