package harbor.bench.floor;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import harbor.bench.products.Page;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.ErrorTable;
import harbor.kit.bff.answer.ViewFormat;
import harbor.kit.bff.answer.ViewJson;
import harbor.kit.bff.cache.CacheSettings;
import harbor.kit.bff.cache.Caches;
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

/**
 * Harbor's HTTP server as the BFFs start it, decorators included, answering a constant: {@code
 * MOBILE} or {@code WEB}.
 */
public final class FloorMain {
  private static final int MOST_BYTES = 1 << 20;

  private FloorMain() {}

  private record Settings(BffSettings server, int bytes) {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Page page = Page.valueOf(args[0]);
    BffProcess.run("floor", FloorMain::settings, (read, telemetry) -> start(page, read, telemetry));
  }

  private static Settings settings(Environment environment) {
    return new Settings(
        BffSettings.from(environment, "web-bff", 8080),
        environment.integer(
            "HARBOR_BENCH_BODY_BYTES", 100, 1, MOST_BYTES, "Bytes of the constant answer."));
  }

  private static Bff start(Page page, Settings settings, Telemetry telemetry) {
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
    BffServer server =
        parts.add(
            "floor",
            BffServer.start(
                settings.server(),
                telemetry,
                loops,
                answers,
                List.of(),
                Map.of(page.path() + "{id}", constant(page, settings.bytes()))));
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

  private static WholeAnswers constant(Page page, int bytes) {
    byte[] body = new byte[bytes];
    Arrays.fill(body, (byte) ' ');
    ResponseHeaders headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.parse(page.accept()))
            .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
            .contentLength(bytes)
            .build();
    return (_, _) -> HttpResponse.of(headers, HttpData.wrap(body));
  }
}
