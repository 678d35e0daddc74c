package harbor.importer.export;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.catalog.v1.Image;
import harbor.catalog.v1.Product;
import harbor.importer.Importer;
import harbor.importer.RecordingListener;
import harbor.importer.client.CoresExtension;
import harbor.importer.client.FakeCores;
import harbor.importer.progress.ImportSummary;
import harbor.importer.table.FeedFile;
import harbor.importer.table.FeedFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What is exported is imported as what it was. */
class FeedExportTest {
  private static final String FULL =
      """
      id\ttitle\tshort_title\tdescription\tproduct_highlight\tseo_title\tseo_description\tbrand\tgtin\tmpn\tcondition\tproduct_type\titem_group_id\tlink\timage_link\tadditional_image_link\tprice\tsale_price\tsale_price_effective_date\tcost_of_goods_sold\tavailability\tavailability_date\texpiration_date\tmin_handling_time\tmax_handling_time\twarranty_months\ttax_category\tlaunch_date\tadult\tmultipack\tunit_pricing_measure\tcustom_label_0\tcolor\tmaterial\tsize\tshipping_weight\tproduct_length\tproduct_width\tproduct_height\tenergy_efficiency_class\tcountry_of_origin\tproduct_detail
      A\tSalt &amp;amp; "pepper", &lt;5 &amp; 6&gt;\tSalt\t"First line, with ""quotes"".
      Second line: 5 &lt; 6."\tFast\\, quiet,Safe \\\\ sound\tSEO\tBuy it\tAcme\t4006381333931\tK-1\tused\tHome & garden > Kitchen\\, small > Mugs,Gifts >\tG1\thttps://shop.example/p/a?variant=1&x=2\t/i/1-{size}.webp\thttps://img.example/a\\,b.jpg,/i/3.webp\t1299.00 EUR\t999.00 EUR\t2031-01-01T00:00+0100/2031-02-01T00:00+0100\t20 EUR\tpreorder\t2031-03-01T09:00+0100\t2032-01-01T00:00Z\t1\t3\t24\tReduced\t2026-03-01\tyes\t2\t1 l\ttop\tblue\tsteel\t1.7 l\t1.2 kg\t32 cm\t20 cm\t10 in\tA+\tde\tPower:Ports\\: all:USB\\, 2.0,:Height:1:2
      B\tCup\t\t\t\t\t\t\t\t\t\tOther\t\t\t\t\t5 JPY\t\t\t\tout_of_stock
      C\tPlate\t\t\t\t\t\t\t\t\t\tOther\t\t\t\t\t5.10 EUR\t4 EUR\t\t\tin_stock
      D\tTea & "coffee", <5 mm\t\t\t\t\t\tR&D\t\t\t\tFood, drink & more > Tea\t\thttps://shop.example/p/d?variant=1&x=2\thttps://img.example/w_8,h_8/d.jpg\t/i/9-{size}.webp\t3 EUR\t\t\t\tin_stock
      """;

  /** Values that the importer would read as others, were they written as they are. */
  private static final String MISLEADING =
      """
      <rss xmlns:g="http://base.google.com/ns/1.0"><channel><item>
      <g:id>E&amp;amp;amp;1</g:id><g:price>1 EUR</g:price><g:availability>in_stock</g:availability>
      <g:title><![CDATA[<p>Write &lt;b&gt;, not &amp;lt;</p>]]></g:title>
      <g:description><![CDATA[<p>A &lt;br&gt;</p><p>&amp;amp; a &lt;p&gt;</p>]]></g:description>
      <g:seo_title>&amp;amp;copy; it</g:seo_title>
      <g:product_highlight>Ends in \\</g:product_highlight>
      <g:product_highlight>C:\\dir, \\\\server\\,</g:product_highlight>
      <g:product_highlight>&amp;amp;eacute,</g:product_highlight>
      <g:product_type>A, b > C\\, d > E\\\\</g:product_type>
      <g:product_type>Gifts\\, small</g:product_type>
      <g:image_link>https://a.example/1\\,https://a.example/2?x=1&amp;amp;copy</g:image_link>
      <g:additional_image_link>https://a.example/3\\,,4\\,</g:additional_image_link>
      <g:product_detail><g:section_name>a:b, \\</g:section_name>
      <g:attribute_name>\\:</g:attribute_name>
      <g:attribute_value>1, x:y:z, \\, &amp;amp;lt</g:attribute_value></g:product_detail>
      <g:product_detail><g:attribute_name>n</g:attribute_name>
      <g:attribute_value>1:2, 3</g:attribute_value></g:product_detail>
      </item></channel></rss>
      """;

  private static final ShopAddresses ADDRESSES =
      new ShopAddresses("https://shop.example/", "https://media.example");

  @RegisterExtension private final CoresExtension first = new CoresExtension();
  @RegisterExtension private final CoresExtension second = new CoresExtension();

  @ParameterizedTest
  @EnumSource(FeedFormat.class)
  void export_intoAnEmptyStore_givesEqualProducts(FeedFormat format) throws IOException {
    importInto(first, FeedFiles.text("shop.tsv", FULL));
    RecordingListener heard = new RecordingListener();

    byte[] feed = exported(first, format);
    ImportSummary summary =
        new Importer(second.clients(), heard).importProducts(file(format, feed), Optional.empty());

    assertThat(summary.refused() + summary.remarked()).isZero();
    assertThat(visible(second.cores())).isEqualTo(visible(first.cores()));
    assertThat(second.cores().prices.rows()).isEqualTo(first.cores().prices.rows());
    assertThat(second.cores().stock.rows()).isEqualTo(first.cores().stock.rows());
    assertThat(exported(second, format)).isEqualTo(feed);
  }

  @ParameterizedTest
  @EnumSource(FeedFormat.class)
  void valuesThatMislead_areReadAsTheyWere(FeedFormat format) throws IOException {
    importInto(first, FeedFiles.text("shop.xml", MISLEADING));
    Product product = first.cores().products.get("E&amp;1");
    assertThat(product.getTitle()).isEqualTo("Write <b>, not &lt;");
    assertThat(product.getDescription()).isEqualTo("A <br>\n&amp; a <p>");
    assertThat(product.getHighlightsList())
        .containsExactly("Ends in \\", "C:\\dir, \\\\server\\,", "&eacute,");
    assertThat(product.getCategoryPathList()).containsExactly("A, b", "C, d", "E\\");
    assertThat(product.getImagesList())
        .extracting(Image::getUrl)
        .containsExactly(
            "https://a.example/1,https://a.example/2?x=1&copy", "https://a.example/3,,4,");
    assertThat(product.getSpecifications(0).getValue()).isEqualTo("1, x:y:z, \\, &lt");

    importInto(second, file(format, exported(first, format)));

    assertThat(visible(second.cores())).isEqualTo(visible(first.cores()));
  }

  /** By readers that know nothing of how we read: of XML the JDK's, of tabs what splits at them. */
  @ParameterizedTest
  @EnumSource(FeedFormat.class)
  void values_areWhatTheyAre_forOtherReaders(FeedFormat format) throws Exception {
    importInto(first, FeedFiles.text("shop.tsv", FULL));

    byte[] feed = exported(first, format, ADDRESSES);
    Map<String, Map<String, String>> rows =
        format == FeedFormat.XML
            ? readByDom(feed)
            : splitAtTabs(new String(feed, StandardCharsets.UTF_8));

    assertThat(rows.get("D"))
        .containsEntry("title", "Tea & \"coffee\", <5 mm")
        .containsEntry("brand", "R&D")
        .containsEntry("product_type", "Food, drink & more > Tea")
        .containsEntry("link", "https://shop.example/p/d?variant=1&x=2")
        .containsEntry("image_link", "https://img.example/w_8,h_8/d.jpg")
        .containsEntry("additional_image_link", "https://media.example/i/9-1920.webp");
    assertThat(rows.get("A"))
        .containsEntry("title", "Salt &amp;amp; \"pepper\", <5 &amp; 6>")
        .containsEntry("link", "https://shop.example/p/a?variant=1&x=2")
        .containsEntry("image_link", "https://media.example/i/1-1920.webp")
        .containsEntry(
            "additional_image_link", "https://img.example/a,b.jpg,https://media.example/i/3.webp")
        .hasEntrySatisfying(
            "product_type",
            paths -> assertThat(paths).startsWith("Home & garden > Kitchen\\, small > Mugs,Gifts"));
    if (format == FeedFormat.XML) {
      assertThat(rows.get("A"))
          .containsEntry("product_highlight", "Fast, quiet,Safe \\ sound")
          .containsEntry("product_detail", "Power/Ports: all/USB, 2.0,Height/1:2");
    }
  }

  /** Rows by id, the values of an element joined by commas, its parts by slashes. */
  private static Map<String, Map<String, String>> readByDom(byte[] feed) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
    NodeList items =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(feed))
            .getElementsByTagName("item");
    Map<String, Map<String, String>> rows = new HashMap<>();
    for (int i = 0; i < items.getLength(); i++) {
      Map<String, String> row = new HashMap<>();
      for (Node node = items.item(i).getFirstChild(); node != null; node = node.getNextSibling()) {
        assertThat(node.getNamespaceURI()).isEqualTo("http://base.google.com/ns/1.0");
        row.merge(node.getLocalName(), content(node), (one, other) -> one + "," + other);
      }
      rows.put(row.get("id"), row);
    }
    return rows;
  }

  private static String content(Node element) {
    NodeList parts = element.getChildNodes();
    return IntStream.range(0, parts.getLength())
        .mapToObj(i -> parts.item(i).getTextContent())
        .collect(Collectors.joining("/"));
  }

  private static Map<String, Map<String, String>> splitAtTabs(String feed) {
    String[] lines = feed.split("\n(?=[A-Z]\t)", -1);
    String[] columns = lines[0].split("\t", -1);
    Map<String, Map<String, String>> rows = new HashMap<>();
    for (String line : lines) {
      String[] cells = line.split("\t", -1);
      assertThat(cells).hasSameSizeAs(columns);
      Map<String, String> row =
          IntStream.range(0, columns.length)
              .boxed()
              .collect(Collectors.toMap(i -> columns[i], i -> cells[i]));
      rows.put(cells[0], row);
    }
    return rows;
  }

  @ParameterizedTest
  @EnumSource(FeedFormat.class)
  void export_saysNothingInternal(FeedFormat format) throws IOException {
    importInto(first, FeedFiles.text("shop-of-ours.tsv", FULL));

    String feed = new String(exported(first, format), StandardCharsets.UTF_8);

    assertThat(feed)
        .contains("Acme")
        .doesNotContain("custom_label", "cost_of_goods", "20.00", "shop-of-ours");
  }

  @Test
  void export_goesThroughAllPages_withoutWhatIsWithdrawn() throws IOException {
    String rows =
        IntStream.range(0, 250)
            .mapToObj(i -> "P%03d\tt\t1 EUR\tin_stock\tC\n".formatted(i))
            .collect(Collectors.joining());
    importInto(
        first, FeedFiles.text("shop.tsv", "id\ttitle\tprice\tavailability\tproduct_type\n" + rows));
    first.cores().withdrawn.add("P007");

    List<String> lines =
        new String(exported(first, FeedFormat.TSV), StandardCharsets.UTF_8).lines().toList();

    assertThat(lines).hasSize(250).noneMatch(line -> line.startsWith("P007"));
  }

  @Test
  void links_areAddresses_whenTheShopsIsSaid() throws IOException {
    importInto(first, FeedFiles.text("shop.tsv", FULL));

    String feed = new String(exported(first, FeedFormat.TSV, ADDRESSES), StandardCharsets.UTF_8);

    assertThat(feed).contains("https://shop.example/p/C").doesNotContain("{size}");
  }

  private static void importInto(CoresExtension store, FeedFile file) {
    var _ =
        new Importer(store.clients(), new RecordingListener())
            .importProducts(file, Optional.empty());
  }

  private static byte[] exported(CoresExtension store, FeedFormat format) throws IOException {
    return exported(store, format, ShopAddresses.NONE);
  }

  private static byte[] exported(CoresExtension store, FeedFormat format, ShopAddresses addresses)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    var _ = new FeedExport(store.clients(), addresses).write(format, out);
    return out.toByteArray();
  }

  private static FeedFile file(FeedFormat format, byte[] feed) throws IOException {
    return FeedFile.of("feed." + format, () -> new ByteArrayInputStream(feed));
  }

  private static Map<String, Product> visible(FakeCores cores) {
    return cores.products.rows().values().stream()
        .map(
            product ->
                product.toBuilder()
                    .clearSupplierCost()
                    .clearSegmentTags()
                    .clearSourceFeed()
                    .clearSource()
                    .clearSupplierId()
                    .clearAudit()
                    .build())
        .collect(Collectors.toMap(Product::getId, product -> product));
  }
}
