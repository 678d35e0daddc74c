package harbor.observability.fault;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An HTTP service that answers as its faults say; one that hangs ends with its request timeout. */
public final class FaultyHttp extends SimpleDecoratingHttpService {
  private final Faults faults;

  /** The service with these faults. */
  public FaultyHttp(HttpService delegate, Faults faults) {
    super(delegate);
    this.faults = faults;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
    Optional<Fault> fault = faults.next(ctx.method().name(), ctx.path());
    if (fault.isEmpty()) {
      return unwrap().serve(ctx, request);
    }
    return switch (fault.get()) {
      case Fault.Latency(var time) ->
          HttpResponse.delayed(() -> served(ctx, request), time, ctx.eventLoop());
      case Fault.Errors _ -> HttpResponse.of(HttpStatus.SERVICE_UNAVAILABLE);
      case Fault.Hang _ -> HttpResponse.of(new CompletableFuture<>());
      case Fault.Garbage _ ->
          HttpResponse.of(HttpStatus.OK, MediaType.OCTET_STREAM, HttpData.ofUtf8("garbage"));
      case Fault.NotReady _ -> unwrap().serve(ctx, request);
    };
  }

  private HttpResponse served(ServiceRequestContext ctx, HttpRequest request) {
    return HttpResponse.of(
        () -> {
          try {
            return unwrap().serve(ctx, request);
          } catch (Exception e) {
            return HttpResponse.ofFailure(e);
          }
        },
        ctx.eventLoop());
  }
}
