package harbor.importer.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import harbor.importer.progress.Fault;
import harbor.importer.table.FeedFile;
import harbor.importer.table.FeedFiles;
import harbor.importer.table.RowReader;
import harbor.importer.table.TableRow;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void columns_areThoseOfAllItems() throws IOException {
    String first = "<item><id>A</id><title>a</title><price>1 EUR</price></item>";
    var _ = row("<rss>%s</rss>".formatted(first));
    assertThat(said)
        .hasSize(2)
        .anyMatch(line -> line.startsWith("has no column availability"))
        .anyMatch(line -> line.startsWith("has no column product_type"));
    said.clear();

    var _ =
        row(
            ("<rss xmlns:g='http://base.google.com/ns/1.0'>%s<item><id>B</id><title>b</title>"
                    + "<price>1 EUR</price><g:availability>in_stock</g:availability>"
                    + "<g:product_type>C</g:product_type><g:min_order>6</g:min_order>"
                    + "<g:is_bundle>yes</g:is_bundle><g:other>x</g:other></item></rss>")
                .formatted(first));

    assertThat(said)
        .containsExactly(
            "columns ignored: other",
            "column is_bundle is not used: a bundle is shown as one product",
            "column min_order is not used: customers may order less");
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

  /** Neither what a document type names, nor what an element or an instruction does. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE rss SYSTEM '$'>",
        "<!DOCTYPE rss PUBLIC '-//x//y' '$'>",
        "<!DOCTYPE rss [<!ENTITY e SYSTEM '$'>]>",
        "<!DOCTYPE rss [<!ENTITY % e SYSTEM '$'>%e;]>",
        "<!DOCTYPE rss [<!NOTATION n SYSTEM '$'><!ENTITY e SYSTEM '$' NDATA n>]>",
        "<?xml-stylesheet href='$'?>"
      })
  void nothingElse_isFetched_whateverTheFileNames(String prolog, @TempDir Path folder)
      throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "TOP-SECRET");
    AtomicInteger fetched = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          fetched.incrementAndGet();
          exchange.close();
        });
    server.start();
    try {
      for (String address :
          List.of(
              "http://127.0.0.1:" + server.getAddress().getPort() + "/x",
              secret.toUri().toString())) {
        TableRow<ProductData> row =
            row(
                (prolog
                        + "<rss xmlns:xi='http://www.w3.org/2001/XInclude'"
                        + " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
                        + " xsi:noNamespaceSchemaLocation='$'><channel><item><id>A</id>"
                        + "<title>x&e;</title><description><xi:include href='$' parse='text'/>y"
                        + "</description><price>1 EUR</price></item></channel></rss>")
                    .replace("$", address));

        assertThat(faults(row)).extracting(Fault::value).containsExactly("&e;");
        assertThat(row.toString()).doesNotContain("TOP-SECRET");
      }
    } finally {
      server.stop(0);
    }
    assertThat(fetched).hasValue(0);
  }

  /** The bomb of ten to the ninth: expanded it would fill any memory. */
  @ParameterizedTest
  @ValueSource(strings = {"<title>&i;</title>", "<title t='&i;'>x</title>", "<link href='&i;'/>"})
  void bomb_isNotExpanded_whereverItIsPut(String element) throws IOException {
    StringBuilder bomb = new StringBuilder("<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>");
    for (char name = 'b'; name <= 'i'; name++) {
      String before = "&" + (char) (name - 1) + ";";
      bomb.append("<!ENTITY %c '%s'>".formatted(name, before.repeat(10)));
    }
    FeedFile file =
        FeedFiles.text(
            "feed.xml",
            bomb
                + "]>\n<rss><channel><item><id>A</id><title>a</title><price>1 EUR</price></item>\n"
                + "<item><id>B</id>"
                + element
                + "<price>1 EUR</price></item></channel></rss>");

    try (RowReader<ProductData> rows = ProductFeed.open(file, FeedOptions.NONE, said::add)) {
      assertThat(valid(rows.next().orElseThrow()).value().id()).isEqualTo("A");
      if (element.contains("'")) {
        assertThatThrownBy(rows::next)
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith("line 3: not well-formed XML: ")
            .hasMessageContaining("\"i\"");
      } else {
        assertThat(faults(rows.next().orElseThrow()))
            .extracting(Fault::value)
            .containsExactly("&i;");
      }
    }
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
