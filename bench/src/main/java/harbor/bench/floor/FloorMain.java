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
import harbor.kit.bff.downstream.DownstreamSettings;
import harbor.kit.bff.edge.Bff;
import harbor.kit.bff.edge.BufferedResponse;
import harbor.kit.bff.edge.Kit;
import harbor.kit.runtime.Environment;
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

  private static final int MAX_BYTES = 1 << 20;

  private FloorMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Page page = Page.valueOf(args[0]);
    boolean calls = List.of(args).contains(CALLS);
    Bff.named("web-bff")
        .port(8080)
        .errors(new PlainErrors())
        .routes((to, kit) -> to.service(page.path() + "{id}", service(page, calls, kit)))
        .run();
  }

  private static BufferedResponse service(Page page, boolean calls, Kit kit) {
    int bytes =
        kit.environment()
            .integer("HARBOR_BENCH_BODY_BYTES", 100, 1, MAX_BYTES, "Bytes of the constant answer.");
    Supplier<HttpResponse> constant = constant(page, bytes);
    return calls
        ? BareCalls.of(page, targets(kit.environment()), kit.loops(), kit.parts(), constant)
        : (_, _) -> constant.get();
  }

  private static Map<String, String> targets(Environment environment) {
    return CorePorts.NAMES.stream()
        .collect(
            toMap(name -> name, name -> DownstreamSettings.from(environment, name, 1).target()));
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
