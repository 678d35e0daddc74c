package harbor.importer.export;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is exported is imported as what it was. */
class FeedExportTest {
  private static final String FULL =
      """
      id\ttitle\tshort_title\tdescription\tproduct_highlight\tseo_title\tseo_description\tbrand\tgtin\tmpn\tcondition\tproduct_type\titem_group_id\tlink\timage_link\tadditional_image_link\tprice\tsale_price\tsale_price_effective_date\tcost_of_goods_sold\tavailability\tavailability_date\texpiration_date\tmin_handling_time\tmax_handling_time\twarranty_months\ttax_category\tlaunch_date\tadult\tmultipack\tunit_pricing_measure\tcustom_label_0\tcolor\tmaterial\tsize\tshipping_weight\tproduct_length\tproduct_width\tproduct_height\tenergy_efficiency_class\tcountry_of_origin\tproduct_detail
      A\tSalt &amp;amp; "pepper", &lt;5 &amp; 6&gt;\tSalt\t"First line, with ""quotes"".
      Second line: 5 &lt; 6."\tFast\\, quiet,Safe \\\\ sound\tSEO\tBuy it\tAcme\t4006381333931\tK-1\tused\tHome & garden > Kitchen\\, small > Mugs,Gifts >\tG1\thttps://shop.example/p/a?variant=1&x=2\t/i/1-{size}.webp\thttps://img.example/a\\,b.jpg,/i/3.webp\t1299.00 EUR\t999.00 EUR\t2031-01-01T00:00+0100/2031-02-01T00:00+0100\t20 EUR\tpreorder\t2031-03-01T09:00+0100\t2032-01-01T00:00Z\t1\t3\t24\tReduced\t2026-03-01\tyes\t2\t1 l\ttop\tblue\tsteel\t1.7 l\t1.2 kg\t32 cm\t20 cm\t10 in\tA+\tde\tPower:Ports\\: all:USB\\, 2.0,:Height:1:2
      B\tCup\t\t\t\t\t\t\t\t\t\tOther\t\t\t\t\t5 JPY\t\t\t\tout_of_stock
      C\tPlate\t\t\t\t\t\t\t\t\t\tOther\t\t\t\t\t5.10 EUR\t4 EUR\t\t\tin_stock
      """;

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
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    var _ = new FeedExport(first.clients(), "https://shop.example").write(FeedFormat.TSV, out);

    assertThat(out.toString(StandardCharsets.UTF_8)).contains("https://shop.example/p/C");
  }

  private static void importInto(CoresExtension store, FeedFile file) {
    var _ =
        new Importer(store.clients(), new RecordingListener())
            .importProducts(file, Optional.empty());
  }

  private static byte[] exported(CoresExtension store, FeedFormat format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    var _ = new FeedExport(store.clients(), "").write(format, out);
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
