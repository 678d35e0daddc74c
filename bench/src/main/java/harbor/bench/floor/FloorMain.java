package harbor.bench.floor;

import static java.util.stream.Collectors.toMap;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import harbor.bench.cores.CorePorts;
import harbor.bench.products.Page;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.ErrorTable;
import harbor.kit.bff.answer.ViewFormat;
import harbor.kit.bff.answer.ViewJson;
import harbor.kit.bff.cache.CacheSettings;
import harbor.kit.bff.cache.Caches;
import harbor.kit.bff.downstream.DownstreamSettings;
import harbor.kit.bff.edge.Bff;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.bff.edge.BffServer;
import harbor.kit.bff.edge.BffSettings;
import harbor.kit.bff.edge.WholeAnswers;
import harbor.kit.bff.plan.PlanTelemetry;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Parts;
import harbor.mobile.v1.Error;
import harbor.observability.Telemetry;
import io.netty.channel.EventLoopGroup;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Harbor's HTTP server as the BFFs start it, decorators included, answering a constant: {@code
 * MOBILE} or {@code WEB}. With {@code CALLS} behind it, after the page's calls.
 */
public final class FloorMain {
  /** The argument that adds calls. */
  public static final String CALLS = "CALLS";

  private static final int MOST_BYTES = 1 << 20;

  private FloorMain() {}

  private record Settings(BffSettings server, int bytes, Map<String, String> targets) {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Page page = Page.valueOf(args[0]);
    boolean calls = List.of(args).contains(CALLS);
    BffProcess.run(
        "floor", FloorMain::settings, (read, telemetry) -> start(page, calls, read, telemetry));
  }

  private static Settings settings(Environment environment) {
    return new Settings(
        BffSettings.from(environment, "web-bff", 8080),
        environment.integer(
            "HARBOR_BENCH_BODY_BYTES", 100, 1, MOST_BYTES, "Bytes of the constant answer."),
        CorePorts.NAMES.stream()
            .collect(
                toMap(
                    name -> name, name -> DownstreamSettings.from(environment, name, 1).target())));
  }

  private static Bff start(Page page, boolean calls, Settings settings, Telemetry telemetry) {
    Parts parts = new Parts();
    EventLoopGroup loops = Bff.eventLoops(settings.server(), parts);
    Answers answers =
        new Answers(
            List.of(ViewFormat.JSON),
            ViewJson.of(List.of(Error.getDefaultInstance())),
            ErrorTable.read("/harbor/errors.tsv"),
            new PlainErrors(),
            List.of(),
            telemetry.metrics());
    Supplier<HttpResponse> constant = constant(page, settings.bytes());
    WholeAnswers service =
        calls
            ? BareCalls.of(page, settings.targets(), loops, parts, constant)
            : (_, _) -> constant.get();
    BffServer server =
        parts.add(
            "floor",
            BffServer.start(
                settings.server(),
                telemetry,
                loops,
                answers,
                List.of(),
                Map.of(page.path() + "{id}", service)));
    return new Bff(
        server.port(),
        List.of(),
        Bff.explainer(
            settings.server(),
            List.of(),
            new PlanTelemetry(settings.server().name(), telemetry),
            List.of(),
            Caches.open("floor", CacheSettings.OFF, telemetry.metrics(), parts)),
        parts);
  }

  private static Supplier<HttpResponse> constant(Page page, int bytes) {
    byte[] body = new byte[bytes];
    Arrays.fill(body, (byte) ' ');
    ResponseHeaders headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.parse(page.accept()))
            .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
            .contentLength(bytes)
            .build();
    return () -> HttpResponse.of(headers, HttpData.wrap(body));
  }
}
