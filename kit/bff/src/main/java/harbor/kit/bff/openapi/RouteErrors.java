package harbor.kit.bff.openapi;

import com.linecorp.armeria.common.HttpStatus;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.answer.ErrorTable;
import harbor.kit.bff.openapi.ApiRoute.Asker;
import harbor.kit.bff.openapi.ApiRoute.Precondition;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.Plan;
import io.grpc.Status;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The codes that a route may give, by HTTP status: those of its critical calls and of the edge. */
final class RouteErrors {
  /** What any request may meet before its route is asked. */
  private static final Set<EdgeEvent> ANY =
      EnumSet.of(
          EdgeEvent.BAD_REQUEST,
          EdgeEvent.NOT_ACCEPTABLE,
          EdgeEvent.SLOW_REQUEST,
          EdgeEvent.LONG_REQUEST_LINE,
          EdgeEvent.RATE_LIMITED,
          EdgeEvent.LARGE_HEADERS,
          EdgeEvent.BUG,
          EdgeEvent.OVERLOADED,
          EdgeEvent.LATE);

  /** What a service may do that it did not mean to. */
  private static final List<Miss> FAILURES =
      List.of(
          Miss.of(Status.Code.UNAVAILABLE, ""),
          Miss.of(Status.Code.DEADLINE_EXCEEDED, ""),
          Miss.of(Status.Code.INTERNAL, ""));

  private final ErrorTable table;
  private final Refusals refusals;

  RouteErrors(ErrorTable table, Refusals refusals) {
    this.table = table;
    this.refusals = refusals;
  }

  SortedMap<Integer, SortedSet<String>> of(ApiRoute route) {
    SortedMap<Integer, SortedSet<String>> codes = new TreeMap<>();
    events(route).forEach(event -> add(table.of(event), codes));
    if (route.plans().isEmpty() && route.path().contains("{")) {
      // What the kit answers by itself.
      add(table.of(Miss.of(Status.Code.NOT_FOUND, ""), ""), codes);
    }
    for (Plan<?> plan : route.plans()) {
      for (Plan<?> step : plan.steps()) {
        step.calls().stream().filter(Call::isCritical).forEach(call -> add(call, codes));
      }
    }
    return codes;
  }

  /** Of a batch, apart from what each of its pages says. */
  SortedMap<Integer, SortedSet<String>> ofBatch() {
    SortedMap<Integer, SortedSet<String>> codes = new TreeMap<>();
    ANY.forEach(event -> add(table.of(event), codes));
    add(table.of(EdgeEvent.LARGE_BODY), codes);
    add(table.of(EdgeEvent.UNSUPPORTED_MEDIA_TYPE), codes);
    return codes;
  }

  /** Of what is no screen. */
  SortedMap<Integer, SortedSet<String>> ofService(ApiService service) {
    SortedMap<Integer, SortedSet<String>> codes = new TreeMap<>();
    EnumSet<EdgeEvent> events = EnumSet.copyOf(ANY);
    if (service.isForUsers()) {
      events.add(EdgeEvent.NOT_SIGNED_IN);
      events.add(EdgeEvent.SIGN_IN_UNAVAILABLE);
    }
    if (service.path().contains("{")) {
      events.add(EdgeEvent.UNKNOWN_ROUTE);
    }
    events.forEach(event -> add(table.of(event), codes));
    return codes;
  }

  private void add(Call<?, ?> call, SortedMap<Integer, SortedSet<String>> codes) {
    FAILURES.forEach(miss -> add(table.of(miss, call.name()), codes));
    call.method()
        .ifPresent(
            method -> refusals.of(method).forEach(miss -> add(table.of(miss, call.name()), codes)));
  }

  private static EnumSet<EdgeEvent> events(ApiRoute route) {
    EnumSet<EdgeEvent> events = EnumSet.copyOf(ANY);
    if (route.asker() != Asker.ANYBODY) {
      events.add(EdgeEvent.SIGN_IN_UNAVAILABLE);
      events.add(EdgeEvent.NOT_SIGNED_IN);
    }
    if (route.isDeprecated()) {
      events.add(EdgeEvent.GONE);
    }
    if (!route.isRead()) {
      events.addAll(
          EnumSet.of(
              EdgeEvent.CSRF,
              EdgeEvent.SESSION_CHANGED,
              EdgeEvent.LARGE_BODY,
              EdgeEvent.UNSUPPORTED_MEDIA_TYPE));
    }
    if (route.precondition() != Precondition.NONE) {
      events.add(EdgeEvent.PRECONDITION_REQUIRED);
    }
    return events;
  }

  private static void add(ErrorAnswer error, SortedMap<Integer, SortedSet<String>> codes) {
    add(error.status(), error.code(), codes);
  }

  private static void add(
      HttpStatus status, String code, SortedMap<Integer, SortedSet<String>> codes) {
    codes.computeIfAbsent(status.code(), _ -> new TreeSet<>()).add(code);
  }
}
