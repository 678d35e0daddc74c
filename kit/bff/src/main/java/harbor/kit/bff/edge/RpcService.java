package harbor.kit.bff.edge;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.QueryParamsBuilder;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.input.BodyReader;
import harbor.kit.bff.input.Parameter;
import harbor.kit.bff.rpc.RpcSchema.Rpc;
import harbor.kit.bff.rpc.RpcStatus;
import harbor.kit.runtime.PathSegment;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusException;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Answers an rpc with the page of its route, which goes through what it goes through by itself:
 * limit, shedding, who asks, plans. A call's deadline shortens the page's time; what the answer's
 * headers say is in the metadata. Thread-safe.
 */
final class RpcService implements ServerCallHandler<HttpData, HttpData> {
  private static final AsciiString TIMEOUT = HttpHeaderNames.of("grpc-timeout");
  private static final Pattern TIMEOUT_FORM = Pattern.compile("(\\d{1,8})([HMSmun])");

  /** Of HTTP's answer alone. */
  private static final Set<AsciiString> OWN =
      Set.of(
          HttpHeaderNames.STATUS,
          HttpHeaderNames.CONTENT_TYPE,
          HttpHeaderNames.CONTENT_LENGTH,
          HttpHeaderNames.ETAG,
          HttpHeaderNames.VARY);

  private final String bff;
  private final Rpc rpc;
  private final HttpService page;
  private final RefusedRequests refusals;
  private final BodyReader<DynamicMessage> request;
  private final Answers answers;
  private final FailureLog failures;

  /**
   * For an rpc.
   *
   * @param page what serves its route, limits included
   */
  RpcService(
      String bff,
      Rpc rpc,
      HttpService page,
      RefusedRequests refusals,
      Answers answers,
      FailureLog failures) {
    this.bff = bff;
    this.rpc = rpc;
    this.page = page;
    this.refusals = refusals;
    request =
        new BodyReader<>(DynamicMessage.getDefaultInstance(rpc.method().getInputType()), Set.of());
    this.answers = answers;
    this.failures = failures;
  }

  @Override
  public ServerCall.Listener<HttpData> startCall(
      ServerCall<HttpData, HttpData> call, Metadata headers) {
    call.request(2);
    return new ServerCall.Listener<>() {
      private HttpData message = HttpData.empty();

      @Override
      public void onMessage(HttpData said) {
        message = said;
      }

      @Override
      public void onHalfClose() {
        answer(ServiceRequestContext.current(), call, message);
      }
    };
  }

  private void answer(
      ServiceRequestContext ctx, ServerCall<HttpData, HttpData> call, HttpData message) {
    InnerRequest inner = inner(ctx, message);
    var _ =
        inner
            .answer(answers, failures)
            .thenAccept(
                answer -> {
                  if (!call.isCancelled()) {
                    answer(ctx, inner, call, answer);
                  }
                });
  }

  private InnerRequest inner(ServiceRequestContext ctx, HttpData message) {
    Duration time = time(ctx.request().headers());
    try {
      return new InnerRequest(ctx, found(message), time);
    } catch (BadRequest e) {
      InnerRequest refused =
          new InnerRequest(
              ctx,
              new BatchedPages.Found(
                  rpc.route().path(), Map.of(), QueryParams.of(), refusals.service()),
              time);
      refusals.say(refused, e);
      return refused;
    }
  }

  /** The page that a message asks for. */
  private BatchedPages.Found found(HttpData message) {
    Message said = request.read(MediaType.X_PROTOBUF, message.array()).build();
    String path = rpc.route().path();
    Map<String, String> variables = new HashMap<>();
    QueryParamsBuilder query = QueryParams.builder();
    for (Parameter parameter : rpc.route().parameters()) {
      FieldDescriptor field = rpc.field(parameter);
      String name = parameter.name();
      for (Object value : values(said, field)) {
        if (parameter.in() == Parameter.In.PATH) {
          variables.put(name, value.toString());
          path =
              path.replaceFirst(
                  "\\{\\*?" + name + "}", Matcher.quoteReplacement(encoded(value.toString())));
        } else {
          query.add(name, value.toString());
        }
      }
      if (parameter.in() == Parameter.In.PATH && !variables.containsKey(name)) {
        throw new BadRequest(name, "one");
      }
    }
    return new BatchedPages.Found(path, variables, query.build(), page);
  }

  private static List<?> values(Message said, FieldDescriptor field) {
    if (field.isRepeated()) {
      return (List<?>) said.getField(field);
    }
    boolean isThere = field.hasPresence() ? said.hasField(field) : !said.getField(field).equals("");
    return isThere ? List.of(said.getField(field)) : List.of();
  }

  private static String encoded(String value) {
    return Arrays.stream(value.split("/", -1))
        .map(PathSegment::encode)
        .collect(Collectors.joining("/"));
  }

  /** What a call's deadline leaves for the page: a tenth is for the way back. */
  private static Duration time(RequestHeaders headers) {
    Matcher said = TIMEOUT_FORM.matcher(headers.get(TIMEOUT, ""));
    return said.matches()
        ? unit(said.group(2))
            .multipliedBy(Long.parseLong(said.group(1)))
            .multipliedBy(9)
            .dividedBy(10)
        : InnerRequest.ANY_TIME;
  }

  private static Duration unit(String letter) {
    return switch (letter) {
      case "H" -> Duration.ofHours(1);
      case "M" -> Duration.ofMinutes(1);
      case "S" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMillis(1);
      case "u" -> Duration.ofNanos(1_000);
      default -> Duration.ofNanos(1);
    };
  }

  private void answer(
      ServiceRequestContext ctx,
      InnerRequest inner,
      ServerCall<HttpData, HttpData> call,
      AggregatedHttpResponse answer) {
    ctx.mutateAdditionalResponseHeaders(
        own -> inner.additionalResponseHeaders().forEach((name, value) -> own.add(name, value)));
    Metadata metadata = new Metadata();
    answer
        .headers()
        .forEach(
            (name, value) -> {
              if (!OWN.contains(name)) {
                metadata.put(
                    Metadata.Key.of(name.toString(), Metadata.ASCII_STRING_MARSHALLER), value);
              }
            });
    if (answer.status().equals(HttpStatus.OK)) {
      call.sendHeaders(metadata);
      call.sendMessage(answer.content());
      call.close(Status.OK, new Metadata());
      return;
    }
    ErrorAnswer error =
        Answers.errorOf(inner).orElseGet(() -> answers.errors().of(answer.status()));
    StatusException status =
        RpcStatus.of(bff, error, RequestScopes.traceId(ctx), retryAfter(inner, answer));
    metadata.merge(Objects.requireNonNull(status.getTrailers()));
    call.close(status.getStatus(), metadata);
  }

  /** What Armeria refused: a message that is too large has its row of the table. */
  static Status refused(
      ServiceRequestContext ctx, String bff, Answers answers, Status status, Metadata metadata) {
    if (status.getCode() != Status.Code.RESOURCE_EXHAUSTED) {
      return status;
    }
    StatusException large =
        RpcStatus.of(
            bff,
            answers.errors().of(EdgeEvent.LARGE_BODY),
            RequestScopes.traceId(ctx),
            OptionalInt.empty());
    metadata.merge(Objects.requireNonNull(large.getTrailers()));
    return large.getStatus();
  }

  /** Who knows better says it with the request's own headers. */
  private static OptionalInt retryAfter(InnerRequest inner, AggregatedHttpResponse answer) {
    int seconds =
        inner
            .additionalResponseHeaders()
            .getInt(
                HttpHeaderNames.RETRY_AFTER,
                answer.headers().getInt(HttpHeaderNames.RETRY_AFTER, -1));
    return seconds < 0 ? OptionalInt.empty() : OptionalInt.of(seconds);
  }
}
