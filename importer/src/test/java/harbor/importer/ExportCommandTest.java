package harbor.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.importer.client.FakeCores;
import harbor.pricing.v1.PricingServiceGrpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command over a loopback socket: its files, its exit codes and what the screen says. */
class ExportCommandTest {
  private static final int PRODUCTS = 150;

  @TempDir private Path folder;
  private final FakeCores cores = new FakeCores();
  private final AtomicInteger pages = new AtomicInteger();
  private final StringWriter screen = new StringWriter();
  private int lastPage = Integer.MAX_VALUE;
  private Server server;

  @BeforeEach
  void startAndImport() throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    builder.intercept(new LastPage());
    cores.services().forEach(builder::addService);
    server = builder.build().start();
    Path feed =
        Files.writeString(
            folder.resolve("shop.tsv"),
            IntStream.range(0, PRODUCTS)
                .mapToObj("P%03d\tt\t1 EUR\tin_stock\tC\t/i/7-{size}.svg\n"::formatted)
                .collect(
                    joining("", "id\ttitle\tprice\tavailability\tproduct_type\timage_link\n", "")));
    assertThat(run(new ImportCommand(addresses()), "--catalog", feed.toString())).isZero();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({
    "out.xml, '', <rss ",
    "OUT.XML, '', <rss ",
    "out.tsv, '', id\ttitle",
    "out, XML, <rss ",
    "out.xml, tsv, id\ttitle"
  })
  void feed_isInTheFormThatItsNameOrTheOptionSays(String name, String format, String begins)
      throws IOException {
    Path file = folder.resolve(name);

    int code =
        format.isEmpty()
            ? export("--feed", file.toString())
            : export("--feed", file.toString(), "--format", format);

    assertThat(code).as(screen.toString()).isZero();
    assertThat(screen.toString()).endsWith("150 products written\n");
    assertThat(Files.readString(file))
        .contains(begins, "P000", "P149", "/p/P149")
        .doesNotContain("https://shop.example");
    assertThat(left()).containsExactlyInAnyOrder("shop.tsv", name);
  }

  @Test
  void standardOutput_isTheFeedAlone_withAddressesOfTheShop() throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(said, true, UTF_8));
    try {
      assertThat(
              export(
                  "--feed",
                  "-",
                  "--format",
                  "tsv",
                  "--shop-url",
                  "https://shop.example",
                  "--media-url",
                  "https://media.example"))
          .isZero();
    } finally {
      System.setOut(before);
    }

    assertThat(said.toString(UTF_8).lines())
        .hasSize(PRODUCTS + 1)
        .anyMatch(line -> line.contains("https://shop.example/p/P000"))
        .anyMatch(line -> line.contains("https://media.example/i/7-1920.svg"));
  }

  @Test
  void exportThatEndsEarly_isOne_andLeavesTheFeedOfBefore() throws IOException {
    Path file = Files.writeString(folder.resolve("out.xml"), "of before");
    pages.set(0);
    lastPage = 1;

    assertThat(export("--feed", file.toString())).isEqualTo(1);

    assertThat(screen.toString()).contains("pricing at 127.0.0.1").doesNotContain("\tat ");
    assertThat(Files.readString(file)).isEqualTo("of before");
    assertThat(left()).containsExactlyInAnyOrder("shop.tsv", "out.xml");
  }

  @Test
  void pipe_getsNoEnd_whenItsExportEndsEarly() throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(said, true, UTF_8));
    pages.set(0);
    lastPage = 1;
    try {
      assertThat(export("--feed", "-", "--format", "xml")).isEqualTo(1);
    } finally {
      System.setOut(before);
    }

    assertThat(said.toString(UTF_8)).doesNotContain("</rss>");
  }

  @Test
  void fileThatCannotBeWritten_isOne_andIsNamed() {
    String file = folder.resolve("nowhere/out.xml").toString();

    assertThat(export("--feed", file)).isEqualTo(1);

    assertThat(screen.toString()).contains(file + " cannot be written").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--feed out", "--feed -", "--feed out.csv", "--feed a.xml --x"})
  void usage_isSixtyFour(String arguments) {
    assertThat(
            export(
                Stream.of(arguments.split(" ", -1))
                    .filter(argument -> !argument.isEmpty())
                    .toArray(String[]::new)))
        .isEqualTo(64);
  }

  private Stream<String> left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }

  private int export(String... arguments) {
    return run(new ExportCommand(addresses()), arguments);
  }

  private int run(Object command, String... arguments) {
    return new CommandLine(command).setErr(new PrintWriter(screen)).execute(arguments);
  }

  private Map<String, String> addresses() {
    String port = Integer.toString(server.getPort());
    return Map.of(
        "HARBOR_CATALOG_PORT", port,
        "HARBOR_INVENTORY_PORT", port,
        "HARBOR_PRICING_PORT", port,
        "HARBOR_RECOMMENDATIONS_PORT", port);
  }

  /** After so many pages nobody knows any prices. */
  private final class LastPage implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata metadata, ServerCallHandler<Q, A> next) {
      boolean isPage =
          call.getMethodDescriptor()
              .getFullMethodName()
              .equals(PricingServiceGrpc.getBatchGetPricesMethod().getFullMethodName());
      if (isPage && pages.incrementAndGet() > lastPage) {
        call.close(Status.INTERNAL, new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return next.startCall(call, metadata);
    }
  }
}
