package harbor.importer.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.importer.table.FeedFile;
import harbor.importer.table.FeedFiles;
import harbor.importer.table.RowReader;
import harbor.importer.table.TableRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Products as RSS and Atom. */
class XmlFeedTest extends FirstRow {

  @Test
  void rss_isRead_withWhatXmlAloneHas() throws IOException {
    ProductData product =
        good("""
        <?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0" xmlns:goo="http://base.google.com/ns/1.0" xmlns:media="urn:m">
        <channel><title>Shop</title><link>https://shop.example</link>
        <item>
          <title>Plain title</title>
          <link>https://shop.example/products/pot?variant=4711&amp;x=1</link>
          <description><![CDATA[<p>One &amp; only</p><ul><li>lid</li></ul>]]></description>
          <goo:id>HB1</goo:id>
          <goo:title>Pot &amp; lid, Caf&eacute;</goo:title>
          <goo:price>12,50 EUR</goo:price>
          <goo:image_link>https://img.example/w_8,h_8/a.jpg</goo:image_link>
          <goo:additional_image_link>https://img.example/b.jpg</goo:additional_image_link>
          <goo:additional_image_link>https://img.example/c,d.jpg</goo:additional_image_link>
          <goo:product_type>Home > Pots</goo:product_type>
          <goo:product_type>Kitchen &gt; Gifts</goo:product_type>
          <goo:product_highlight>Fast, quiet</goo:product_highlight>
          <goo:product_highlight>Safe</goo:product_highlight>
          <goo:product_detail><goo:attribute_name>Ratio</goo:attribute_name>
            <goo:section_name>Screen</goo:section_name>
            <goo:attribute_value>16:9, wide</goo:attribute_value></goo:product_detail>
          <goo:product_detail><goo:section_name>Care</goo:section_name>
            <goo:attribute_name>Wash</goo:attribute_name>
            <goo:attribute_value>no</goo:attribute_value></goo:product_detail>
          <goo:shipping><goo:country>DE</goo:country><goo:price>4 EUR</goo:price></goo:shipping>
          <media:title>Other</media:title>
          <goo:availability>in stock</goo:availability>
        </item></channel></rss>
        """)
            .value();

    assertThat(product.id()).isEqualTo("HB1");
    assertThat(product.texts().title()).isEqualTo("Pot & lid, Café");
    assertThat(product.texts().description()).isEqualTo("One & only\n- lid");
    assertThat(product.texts().highlights()).containsExactly("Fast, quiet", "Safe");
    assertThat(product.identity().link()).isEqualTo("/products/pot?variant=4711&x=1");
    assertThat(product.identity().images())
        .containsExactly(
            "https://img.example/w_8,h_8/a.jpg",
            "https://img.example/b.jpg",
            "https://img.example/c,d.jpg");
    assertThat(product.identity().categoryPath()).containsExactly("Home", "Pots");
    assertThat(product.identity().furtherPaths()).containsExactly(List.of("Kitchen", "Gifts"));
    assertThat(product.attributes().details())
        .containsExactly(
            new Detail("Screen", "Ratio", "16:9, wide"), new Detail("Care", "Wash", "no"));
    assertThat(said)
        .singleElement()
        .asString()
        .startsWith("columns ignored: ")
        .contains("shipping");
  }

  @Test
  void atom_isRead_withItsOwnLinkAndSummary() throws IOException {
    ProductData product =
        good("""
        <feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
        <entry><id>tag:shop.example,2026:1</id><g:id>A</g:id><title>Mug</title>
        <link rel="enclosure" href="https://shop.example/x.mp3"/>
        <link href="https://shop.example/mug?c=blue"/>
        <summary>Blue.</summary><g:price>1 EUR</g:price></entry></feed>
        """)
            .value();

    assertThat(product.id()).isEqualTo("A");
    assertThat(product.texts().title()).isEqualTo("Mug");
    assertThat(product.texts().description()).isEqualTo("Blue.");
    assertThat(product.identity().link()).isEqualTo("/mug?c=blue");
  }

  @Test
  void prefix_thatNobodyDeclared_isGooglesAllTheSame() throws IOException {
    assertThat(
            good("<rss><channel><item><g:id>A</g:id><g:title>a</g:title><g:price>1 EUR</g:price>"
                    + "</item></channel></rss>")
                .value()
                .id())
        .isEqualTo("A");
  }

  @Test
  void documentType_isNotRead_soItNamesNoFileAndDefinesNoBomb() throws IOException {
    TableRow<ProductData> row =
        row(
            """
            <!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY bomb "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
            <!ENTITY file SYSTEM "file:///etc/hostname"><!ENTITY % out SYSTEM "http://127.0.0.1:1/x"> %out;]>
            <rss><channel><item><id>A</id><title>x&bomb;</title><description>&file;</description>
            <price>1 EUR</price></item></channel></rss>
            """);

    assertThat(row)
        .isInstanceOfSatisfying(
            TableRow.Invalid.class,
            bad ->
                assertThat(bad.reason())
                    .contains("title '&bomb;' is an entity that nobody knows")
                    .contains("description '&file;' is an entity that nobody knows"));
  }

  @Test
  void markup_thatIsBroken_endsWithItsLine_afterWhatWasWhole() throws IOException {
    FeedFile file =
        FeedFiles.text(
            "feed.xml",
            "<rss><item><id>A</id><title>a</title><price>1 EUR</price></item>\n"
                + "<item><id>B & C</id>");
    try (RowReader<ProductData> rows = ProductFeed.open(file, FeedOptions.NONE, said::add)) {
      assertThat(valid(rows.next().orElseThrow()).value().id()).isEqualTo("A");
      assertThatThrownBy(rows::next)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("line 2: not well-formed XML: The entity name must");
    }
  }

  @Test
  void file_onOneLine_isStreamed_andAnItemThatNeverEndsIsNot() throws IOException {
    int items = 20_000;
    InputStream endless = new Items(items);
    List<String> ids = new ArrayList<>();
    try (RowReader<ProductData> rows =
        ProductFeed.open(FeedFile.of("feed.xml", () -> endless), FeedOptions.NONE, said::add)) {
      assertThatThrownBy(
              () -> {
                for (var row = rows.next(); row.isPresent(); row = rows.next()) {
                  ids.add(valid(row.get()).value().id());
                }
              })
          .isInstanceOf(IOException.class)
          .hasMessageContaining("a row is longer than 1000000 characters")
          .hasMessageContaining("not closed");
    }
    assertThat(ids).hasSize(items);
  }

  /** Items on one line; the last one never ends. */
  private static final class Items extends InputStream {
    private final int items;
    private int item = -1;
    private byte[] piece = new byte[0];
    private int at;

    Items(int items) {
      this.items = items;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (at == piece.length) {
        piece = text().getBytes(StandardCharsets.UTF_8);
        at = 0;
        item++;
      }
      int read = Math.min(length, piece.length - at);
      System.arraycopy(piece, at, bytes, offset, read);
      at += read;
      return read;
    }

    private String text() {
      if (item < 0) {
        return "<rss><channel>";
      }
      return item < items
          ? "<item><id>P%d</id><title>Tom &amp; Jerry &#233;</title><price>1 EUR</price></item>"
              .formatted(item)
          : item == items ? "<item><title>" : "x".repeat(8_192);
    }
  }
}
