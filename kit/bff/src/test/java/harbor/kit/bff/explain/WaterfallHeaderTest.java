package harbor.kit.bff.explain;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.CallRun;
import harbor.kit.bff.plan.CallRun.AnsweredBy;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.ScriptedSource;
import harbor.kit.bff.plan.Source;
import harbor.kit.bff.plan.TestRequest;
import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.bff.plan.Waterfall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WaterfallHeaderTest {
  private final TestRequest request = TestRequest.within(ofSeconds(1));
  private final VirtualTime time = request.time();
  private final Waterfall waterfall = new Waterfall();
  private final long arrivedAt = time.ticker().nanoTime() - ofMillis(3).toNanos();

  @Test
  void lines_sayOfEachCall_whenHowAndByWhomItWasAnswered() {
    OptionalCall<Object, String> product =
        optional(
                "catalog.product",
                noting(run -> run.answeredBy(AnsweredBy.SHARED_CACHE), answering("lamp", 1)))
            .within(ofMillis(80))
            .orElse("");
    OptionalCall<Object, String> rating =
        optional(
                "reviews.rating",
                noting(
                    run -> {
                      run.tried("harbor.reviews.v1.ReviewsService/GetRating", false);
                      run.tried("harbor.reviews.v1.ReviewsService/GetRating", true);
                    },
                    answering("4.5", 12)))
            .within(ofMillis(80))
            .orElse("");
    OptionalCall<Object, String> stock =
        optional("inventory.stock", ScriptedSource.<String>hangs(time))
            .within(ofMillis(30))
            .orElse("");
    OptionalCall<Object, String> other =
        optional("pricing.price", failing(Status.NOT_FOUND.asRuntimeException()))
            .within(ofMillis(30))
            .orElse("");

    run(Plan.of("mobile.product", ofMillis(300), product, rating, stock, other));

    assertThat(lines())
        .containsExactly(
            "request;end=33.0;calls=4",
            "catalog.product;plan=mobile.product;start=3.0;end=4.0;outcome=ok;from=shared_cache"
                + ";tries=0",
            "reviews.rating;plan=mobile.product;start=3.0;end=15.0;outcome=ok;from=service;tries=2"
                + ";hedge",
            "inventory.stock;plan=mobile.product;start=3.0;end=33.0;outcome=timeout;tries=0",
            "pricing.price;plan=mobile.product;start=3.0;end=3.0;outcome=not_found;from=service"
                + ";tries=0");
  }

  @Test
  void missThatEndsThePage_hasItsEnd_andWhatIsUnderWayHasNone() {
    CriticalCall<Object, String> product =
        critical(
                "catalog.product",
                ScriptedSource.<String>fails(
                    time, Status.UNAVAILABLE.asRuntimeException(), ofMillis(10)))
            .within(ofMillis(80));
    CriticalCall<Object, String> related =
        critical("catalog.related", ScriptedSource.<String>hangs(time)).within(ofMillis(80));
    request.scope().show(waterfall);

    CompletableFuture<List<String>> atTheEnd =
        request
            .run(Plan.of("web.product", ofMillis(300), related, product), "id", _ -> "")
            .future()
            .thenApply(_ -> lines());
    time.advance(ofMillis(10));

    assertThat(atTheEnd.join())
        .containsExactly(
            "request;end=13.0;calls=2",
            "catalog.related;plan=web.product;critical;start=3.0;outcome=under_way;tries=0",
            "catalog.product;plan=web.product;critical;start=3.0;end=13.0;outcome=unavailable"
                + ";tries=0");
  }

  /** Reasons are what services say. */
  @Test
  void lines_areTokens_whateverAServiceSays() {
    CriticalCall<Object, String> call =
        critical(
                "catalog.product",
                failing(refusal("a b\r\nSet-Cookie: x=ü;y=\"1\"" + "é".repeat(99))))
            .within(ofMillis(80));

    run(Plan.of("web.product", ofMillis(300), call));

    assertThat(lines().get(1))
        .matches("[!-~]+")
        .contains(";reason=a_b__Set-Cookie:_x___y__1__")
        .hasSizeLessThan(200);
  }

  @Test
  void faultOfOurOwn_doesNotShowItsClass() {
    CriticalCall<Object, String> call =
        critical("catalog.product", failing(new IllegalStateException("secret")))
            .within(ofMillis(80));

    run(Plan.of("web.product", ofMillis(300), call));

    assertThat(lines().get(1)).contains("outcome=broken").doesNotContain("reason", "State");
  }

  @Test
  void lines_areFew_howeverManyCallsThereAre() {
    CriticalCall<Object, String> call =
        critical("catalog.product", _ -> CompletableFuture.completedFuture("lamp"))
            .within(ofMillis(80));
    request.scope().show(waterfall);
    Collections.nCopies(500, Plan.of("web.product", ofMillis(300), call))
        .forEach(plan -> request.run(plan, "id", _ -> "").ready());

    List<String> lines = lines();

    int bytes =
        lines.stream().mapToInt(line -> (ExplainKey.HEADER + ": " + line + "\r\n").length()).sum();
    assertThat(bytes).isBetween(WaterfallHeader.MAX_BYTES - 300, WaterfallHeader.MAX_BYTES);
    assertThat(lines.getFirst())
        .isEqualTo("request;end=3.0;calls=500;omitted=" + (500 - lines.size() + 1));
  }

  private void run(Plan<Object> plan) {
    request.scope().show(waterfall);
    var _ = request.run(plan, "id", _ -> "");
    time.advance(
        plan.calls().stream().map(Call::deadline).min(Comparator.naturalOrder()).orElseThrow());
  }

  private List<String> lines() {
    return WaterfallHeader.lines(waterfall, arrivedAt, time.ticker().nanoTime());
  }

  private ScriptedSource<String> answering(String value, long millis) {
    return ScriptedSource.answers(time, value, ofMillis(millis));
  }

  private static StatusRuntimeException refusal(String reason) {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(Code.FAILED_PRECONDITION_VALUE)
            .addDetails(Any.pack(ErrorInfo.newBuilder().setReason(reason).build()))
            .build());
  }

  private static Source<Object, String> failing(RuntimeException failure) {
    return _ -> CompletableFuture.failedFuture(failure);
  }

  private static Source<Object, String> noting(
      Consumer<CallRun> what, ScriptedSource<String> then) {
    return input -> {
      what.accept(requireNonNull(CallRun.current()));
      return then.ask(input);
    };
  }
}
