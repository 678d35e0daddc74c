package harbor.observability;

import static harbor.observability.Panel.Unit.BYTES;
import static harbor.observability.Panel.Unit.COUNT;
import static harbor.observability.Panel.Unit.PER_SECOND;
import static harbor.observability.Panel.Unit.SECONDS;
import static harbor.observability.Panel.Unit.SHARE;
import static harbor.observability.Panel.Unit.YES_OR_NO;

import harbor.observability.Dashboard.Row;
import java.util.List;
import java.util.Optional;

/**
 * The dashboards: one for all processes, one for each kind of process, whose variable chooses among
 * them, and one for what goes through several. Their files are made from here.
 *
 * <p>What has no series before its first event is drawn as 0 until then.
 */
final class Dashboards {
  static final List<Dashboard> ALL = List.of(all(), bff(), core(), checkout(), caches());

  private static final String SERVICE = "service=~\"$service\"";

  private static final String ANSWERS = "http_server_request_duration_seconds";
  private static final String FAILED = "harbor_answers_failed_total";
  private static final String DEGRADED = "harbor_answers_degraded_total";
  private static final String STREAM_OPEN = "harbor_bff_stream_open_seconds";
  private static final String ENDED = "harbor_bff_streams_ended_seconds";
  private static final String CALLS = "harbor_plan_call_seconds";
  private static final String MISSES = "harbor_plan_misses_total";
  private static final String SERVERS_FAULT =
      "statusCode=~\"UNKNOWN|DEADLINE_EXCEEDED|UNIMPLEMENTED|INTERNAL|UNAVAILABLE|DATA_LOSS\"";
  private static final String CALLERS_FAULT =
      "statusCode=~\"INVALID_ARGUMENT|NOT_FOUND|ALREADY_EXISTS|PERMISSION_DENIED|UNAUTHENTICATED"
          + "|FAILED_PRECONDITION|ABORTED|OUT_OF_RANGE|RESOURCE_EXHAUSTED\"";
  private static final String CHECKOUT = "plan=~\".*(checkout|order).*\"";

  private Dashboards() {}

  private static Dashboard all() {
    return new Dashboard(
        "harbor",
        "Harbor",
        Optional.empty(),
        List.of(
            Row.of(
                "What clients get",
                Panel.of(
                    PER_SECOND, "Requests", rate("service", ANSWERS + "_count"), "{{service}}"),
                Panel.of(
                        SHARE,
                        "Server errors",
                        outOf("service", FAILED, ANSWERS + "_count"),
                        "{{service}}")
                    .saying("5xx, of all answers; 0.1 % is what the objective allows."),
                Panel.of(
                        COUNT,
                        "Budget burned, times what may be",
                        "objective:burn:1h",
                        "{{service}} {{objective}}")
                    .saying("Of the last hour. 1 uses exactly all of a budget.")
                    .limit("HarborAvailabilityBurnsFast", 14.4)),
            Row.of(
                "Processes",
                Panel.of(COUNT, "Up", "up{job=\"harbor\"}", "{{instance}}")
                    .as("stat", 8)
                    .atLeast("HarborProcessDown", 1),
                Panel.of(SHARE, "CPU", "process_cpu_usage", "{{service}} {{instance}}"),
                Panel.of(
                    BYTES,
                    "Heap",
                    "sum by (service, instance) (jvm_memory_used_bytes{area=\"heap\"})",
                    "{{service}} {{instance}} used",
                    "sum by (service, instance) (jvm_memory_max_bytes{area=\"heap\"})",
                    "{{service}} {{instance}} at most"),
                Panel.of(
                    COUNT,
                    "Platform threads",
                    "jvm_threads_live_threads",
                    "{{service}} {{instance}}"),
                Panel.of(
                    COUNT, "Open files", "process_files_open_files", "{{service}} {{instance}}"),
                Panel.of(SECONDS, "Up for", "process_uptime_seconds", "{{service}} {{instance}}")),
            Row.of(
                "What runs out",
                Panel.of(
                        SHARE,
                        "Disk left",
                        "disk_free_bytes / disk_total_bytes",
                        "{{instance}} {{path}}")
                    .atLeast("HarborDiskFull", 0.1),
                Panel.of(
                        SECONDS,
                        "Certificates end in",
                        orZero(
                            "service",
                            "min by (service, file) (harbor_certificate_expires_seconds - time())"),
                        "{{service}} {{file}}")
                    .saying("none: HARBOR_TLS is off."),
                Panel.of(
                        PER_SECOND,
                        "Spans lost, per second",
                        rate("service, reason", "harbor_spans_dropped_total"),
                        "{{service}} {{reason}}")
                    .limit("HarborSpansDropped", 0))));
  }

  private static Dashboard bff() {
    return new Dashboard(
        "harbor-bff",
        "Harbor: a BFF",
        Optional.of("label_values(harbor_bff_in_flight, service)"),
        List.of(
            Row.of(
                "Screens",
                Panel.of(
                    PER_SECOND,
                    "Answers per second",
                    rate("service, http_route", ANSWERS + "_count", SERVICE),
                    "{{service}} {{http_route}}"),
                Panel.of(
                    SECONDS,
                    "p95",
                    quantile("0.95", "service, http_route", ANSWERS, SERVICE),
                    "{{service}} {{http_route}}"),
                Panel.of(
                        SECONDS,
                        "p99",
                        quantile("0.99", "service, http_route", ANSWERS, SERVICE),
                        "{{service}} {{http_route}}")
                    .limit("HarborScreenSlow", 0.5),
                Panel.of(
                        SHARE,
                        "Errors and degraded answers",
                        outOf("service, http_route", FAILED, ANSWERS + "_count", SERVICE),
                        "5xx {{service}} {{http_route}}",
                        outOf("service, http_route", DEGRADED, ANSWERS + "_count", SERVICE),
                        "degraded {{service}} {{http_route}}")
                    .saying(
                        "5xx: the screen was not there. Degraded: it was, with parts missing, named"
                            + " in X-Degraded.")
                    .limit("HarborScreenDegraded", 0.05),
                Panel.of(
                    SHARE,
                    "Answers by the client's fault",
                    share(
                        "service, http_route",
                        ANSWERS + "_count",
                        SERVICE,
                        "http_response_status_code=~\"4..\""),
                    "{{service}} {{http_route}}"),
                Panel.of(
                    PER_SECOND,
                    "Errors by their code",
                    orZero(
                        "route", rate("route, code, call", "harbor_error_answers_total", SERVICE)),
                    "{{route}} {{code}} {{call}}")),
            Row.of(
                "Error budgets",
                Panel.of(
                        COUNT,
                        "Budget burned, times what may be",
                        "objective:burn:1h{" + SERVICE + "}",
                        "{{service}} {{objective}}, 1 h",
                        "objective:burn:6h{" + SERVICE + "}",
                        "{{service}} {{objective}}, 6 h")
                    .limit("HarborAvailabilityBurnsFast", 14.4),
                Panel.of(
                        SHARE,
                        "Calls that missed",
                        "call:misses:5m{" + SERVICE + "}",
                        "{{service}} {{plan}} {{call}}")
                    .saying("Of the runs of a plan's call, those without an answer.")
                    .limit("HarborCallMisses", 0.05),
                Panel.of(
                        SHARE,
                        "Error budget left of each call, a day",
                        "sort(call:budget:1d{" + SERVICE + "})",
                        "{{service}} {{plan}} {{call}}")
                    .as("bargauge", 24)
                    .saying(
                        "A call may miss once in twenty runs. 100 %: it never did. Below 0: it did"
                            + " so more often, and what is first here is mended first.")),
            Row.of(
                "Calls of plans",
                Panel.of(
                    PER_SECOND,
                    "Calls that missed, per second",
                    orZero("outcome", rate("plan, call, outcome", MISSES, SERVICE) + " > 0"),
                    "{{plan}} {{call}} {{outcome}}"),
                Panel.of(
                    SECONDS, "Calls, p99", quantile("0.99", "call", CALLS, SERVICE), "{{call}}"),
                Panel.of(
                    PER_SECOND,
                    "Where answers came from",
                    rate("from", "harbor_plan_answers_total", SERVICE),
                    "{{from}}")),
            Row.of(
                "Layers around downstream services",
                Panel.of(
                        COUNT,
                        "Breakers",
                        "max by (service, method) (harbor_downstream_breaker{" + SERVICE + "})",
                        "{{service}} {{method}}")
                    .saying("0: closed, 0.5: half open, 1: open"),
                Panel.of(
                        PER_SECOND,
                        "Calls rejected, per second",
                        rate(
                            "service, downstream, reason",
                            "harbor_downstream_rejected_total",
                            SERVICE),
                        "{{service}} {{downstream}} {{reason}}")
                    .limit("HarborCallsRejected", 0.2),
                Panel.of(
                    PER_SECOND,
                    "Calls more than asked for, per second",
                    rate("service, downstream", "harbor_downstream_retries_total", SERVICE),
                    "{{service}} {{downstream}} retries",
                    rate("service, downstream", "harbor_downstream_hedges_total", SERVICE),
                    "{{service}} {{downstream}} hedges",
                    rate("service, downstream", "harbor_downstream_hedges_won_total", SERVICE),
                    "{{service}} {{downstream}} hedges answered first"),
                Panel.of(
                    SHARE,
                    "Calls under way, of those there may be",
                    "harbor_downstream_in_flight{%s} / harbor_downstream_limit{%s}"
                        .formatted(SERVICE, SERVICE),
                    "{{service}} {{downstream}}"),
                Panel.of(
                    PER_SECOND,
                    "Calls answered by an identical one, per second",
                    rate("service, downstream", "harbor_downstream_joined_total", SERVICE),
                    "{{service}} {{downstream}}")),
            Row.of(
                "Load",
                Panel.of(
                    COUNT,
                    "Requests under way",
                    "harbor_bff_in_flight{" + SERVICE + "}",
                    "{{service}}",
                    "harbor_bff_in_flight_limit{" + SERVICE + "}",
                    "{{service}} at most"),
                Panel.of(
                    SECONDS,
                    "Time in the queue",
                    "harbor_bff_queueing_seconds{" + SERVICE + "}",
                    "{{service}}"),
                Panel.of(
                        PER_SECOND,
                        "Requests turned away, per second",
                        rate("service, priority", "harbor_bff_shed_total", SERVICE),
                        "{{service}} {{priority}}",
                        orZero(
                            "limit",
                            rate("service, limit", "harbor_bff_rate_limited_total", SERVICE)),
                        "{{service}} over the limit {{limit}}")
                    .limit("HarborShedding", 0.2),
                Panel.of(
                    PER_SECOND,
                    "Connections closed by us, per second",
                    rate("service, slow", "harbor_bff_slow_clients_total", SERVICE),
                    "{{service}} slow {{slow}}",
                    rate("service", "harbor_bff_reset_floods_total", SERVICE),
                    "{{service}} reset floods"),
                Panel.of(
                        COUNT,
                        "Sessions",
                        orZero(
                            "service",
                            ("sum by (service) (harbor_bff_sessions{%s, store=\"memory\"}) or max"
                                    + " by (service) (harbor_bff_sessions{%s, store=\"redis\"})")
                                .formatted(SERVICE, SERVICE)),
                        "{{service}}")
                    .saying(
                        "People who are signed in, until they have done nothing for"
                            + " HARBOR_SESSION_IDLE_MINUTES."),
                Panel.of(
                    PER_SECOND,
                    "Flags evaluated, per second",
                    orZero(
                        "flag",
                        rate("flag, variant, reason", "harbor_flag_evaluations_total", SERVICE)),
                    "{{flag}} {{variant}} {{reason}}")),
            Row.of(
                "Event streams and long polls",
                Panel.of(
                    COUNT,
                    "Event streams open",
                    orZero(
                        "event",
                        "sum by (service, event) (harbor_bff_event_streams{" + SERVICE + "})"),
                    "{{service}} {{event}}"),
                Panel.of(
                        SECONDS,
                        "Event streams open after, p99",
                        orZero(
                            "http_route",
                            quantile("0.99", "service, http_route", STREAM_OPEN, SERVICE)
                                + " >= 0"),
                        "{{service}} {{http_route}}")
                    .saying("From the request to the first byte of its answer.")
                    .limit("HarborScreenSlow", 0.5),
                Panel.of(
                    PER_SECOND,
                    "Streams and long polls that ended, per second",
                    orZero("http_route", rate("service, http_route", ENDED + "_count", SERVICE)),
                    "{{service}} {{http_route}}"),
                Panel.of(
                    SECONDS,
                    "Streams and long polls lasted, mean",
                    orZero(
                        "http_route",
                        rate("service, http_route", ENDED + "_sum", SERVICE)
                            + " / ("
                            + rate("service, http_route", ENDED + "_count", SERVICE)
                            + " > 0)"),
                    "{{service}} {{http_route}}"))));
  }

  private static Dashboard core() {
    return new Dashboard(
        "harbor-core",
        "Harbor: a core service",
        Optional.of("label_values(grpc_server_processing_duration_seconds_count, service)"),
        List.of(
            Row.of(
                "Calls that it answers",
                Panel.of(
                    PER_SECOND,
                    "Calls per second",
                    rate(
                        "service, method",
                        "grpc_server_processing_duration_seconds_count",
                        SERVICE),
                    "{{service}} {{method}}"),
                Panel.of(
                        SECONDS,
                        "p99",
                        quantile(
                            "0.99",
                            "service, method",
                            "grpc_server_processing_duration_seconds",
                            SERVICE + ", methodType=\"UNARY\""),
                        "{{service}} {{method}}")
                    .saying("Streams are left out."),
                Panel.of(
                    PER_SECOND,
                    "Calls that failed by the server's fault, per second",
                    orZero(
                        "statusCode",
                        rate(
                            "service, method, statusCode",
                            "grpc_server_processing_duration_seconds_count",
                            SERVICE,
                            SERVERS_FAULT)),
                    "{{service}} {{method}} {{statusCode}}"),
                Panel.of(
                    PER_SECOND,
                    "Calls that failed by the caller's fault, per second",
                    orZero(
                        "statusCode",
                        rate(
                            "service, method, statusCode",
                            "grpc_server_processing_duration_seconds_count",
                            SERVICE,
                            CALLERS_FAULT)),
                    "{{service}} {{method}} {{statusCode}}"),
                Panel.of(
                    SECONDS,
                    "Calls of others that it makes, p99",
                    quantile(
                        "0.99",
                        "service, rpc_service, method",
                        "grpc_client_processing_duration_seconds",
                        SERVICE + ", methodType=\"UNARY\""),
                    "{{service}} {{rpc_service}}/{{method}}")),
            Row.of(
                "Database",
                Panel.of(
                    SHARE,
                    "Connections in use",
                    "hikaricp_connections_active{%s} / hikaricp_connections_max{%s}"
                        .formatted(SERVICE, SERVICE),
                    "{{service}} {{pool}}"),
                Panel.of(
                        COUNT,
                        "Threads waiting for a connection",
                        "hikaricp_connections_pending{" + SERVICE + "}",
                        "{{service}} {{pool}}")
                    .limit("HarborPoolExhausted", 0),
                Panel.of(
                    PER_SECOND,
                    "Threads that waited in vain, per second",
                    rate("service, pool", "hikaricp_connections_timeout_total", SERVICE),
                    "{{service}} {{pool}}")),
            Row.of(
                "Changes and timers",
                Panel.of(
                    COUNT,
                    "Watchers",
                    "sum by (service) (harbor_watch_streams{" + SERVICE + "})",
                    "{{service}}"),
                Panel.of(
                    PER_SECOND,
                    "Changes announced, per second",
                    rate("service", "harbor_watch_announced_total", SERVICE),
                    "{{service}}",
                    rate("service", "harbor_watch_resets_total", SERVICE),
                    "{{service}} resets"),
                Panel.of(
                    PER_SECOND,
                    "Runs of timers, per second",
                    orZero(
                        "timer",
                        rate("service, timer, result", "harbor_timer_runs_seconds_count", SERVICE)),
                    "{{service}} {{timer}} {{result}}"))));
  }

  private static Dashboard checkout() {
    return new Dashboard(
        "harbor-checkout",
        "Harbor: checkout",
        Optional.empty(),
        List.of(
            Row.of(
                "Screens",
                Panel.of(
                        SECONDS,
                        "Checkout summary, p95",
                        quantile(
                            "0.95",
                            "service",
                            ANSWERS,
                            "http_request_method=\"GET\", http_route=~\".*/checkout(-summary)?\""),
                        "{{service}}")
                    .saying("The objective: 95 % within 200 ms."),
                Panel.of(
                        COUNT,
                        "Budget burned, times what may be",
                        "objective:burn:1h{objective=\"checkout\"}",
                        "{{service}}, 1 h",
                        "objective:burn:6h{objective=\"checkout\"}",
                        "{{service}}, 6 h")
                    .limit("HarborCheckoutBurnsFast", 14.4),
                Panel.of(
                    PER_SECOND,
                    "Orders per second",
                    rate(
                        "service, http_response_status_code",
                        ANSWERS + "_count",
                        "http_request_method=\"POST\", http_route=~\".*/orders\""),
                    "{{service}} {{http_response_status_code}}"),
                Panel.of(
                    SECONDS,
                    "Calls, p99",
                    quantile("0.99", "plan, call", CALLS, CHECKOUT),
                    "{{plan}} {{call}}"),
                Panel.of(
                        SHARE,
                        "Calls that missed",
                        "call:misses:5m{" + CHECKOUT + "}",
                        "{{plan}} {{call}}")
                    .limit("HarborCallMisses", 0.05)),
            Row.of(
                "Sagas",
                Panel.of(SECONDS, "Oldest saga", "max(harbor_sagas_oldest_seconds)", "oldest")
                    .limit("HarborSagaStuck", 300),
                Panel.of(
                    COUNT,
                    "Sagas under way",
                    "sum by (instance) (harbor_sagas_running)",
                    "{{instance}}"),
                Panel.of(
                    PER_SECOND,
                    "Steps of sagas, per second",
                    orZero("step", rate("step, ending", "harbor_saga_steps_total")),
                    "{{step}} {{ending}}")),
            Row.of(
                "Payments and mail",
                Panel.of(
                    SECONDS,
                    "Calls of the payment provider, p99",
                    quantile(
                        "0.99", "operation", "harbor_provider_calls_seconds", "operation!=\"\""),
                    "{{operation}}"),
                Panel.of(
                    PER_SECOND,
                    "Calls of the payment provider, per second",
                    orZero(
                        "operation",
                        rate("operation, outcome", "harbor_provider_calls_seconds_count")),
                    "{{operation}} {{outcome}}"),
                Panel.of(
                    PER_SECOND,
                    "Mails per second",
                    rate("result", "harbor_mails_total"),
                    "{{result}}"),
                Panel.of(SECONDS, "Oldest mail", "max(harbor_mails_oldest_seconds)", "oldest")
                    .limit("HarborMailStuck", 900)),
            Row.of(
                "Outbox",
                Panel.of(
                    PER_SECOND,
                    "Changes announced, per second",
                    rate("service", "harbor_watch_announced_total", ""),
                    "{{service}}"),
                Panel.of(
                    COUNT, "Watchers", "sum by (service) (harbor_watch_streams)", "{{service}}"),
                Panel.of(
                    PER_SECOND,
                    "Watchers told to begin anew, per second",
                    rate("service", "harbor_watch_resets_total", ""),
                    "{{service}}"))));
  }

  private static Dashboard caches() {
    return new Dashboard(
        "harbor-caches",
        "Harbor: caches",
        Optional.of("label_values(harbor_cache_entries, service)"),
        List.of(
            Row.of(
                "Answers",
                Panel.of(
                        SHARE,
                        "Answers that needed no load",
                        share(
                            "service, cache",
                            "harbor_cache_answers_total",
                            SERVICE,
                            "result=\"hit\""),
                        "{{service}} {{cache}}")
                    .saying("HarborCacheHitsFall compares it with the last six hours."),
                Panel.of(
                        PER_SECOND,
                        "Answers that are out of date, per second",
                        rate(
                            "service, cache",
                            "harbor_cache_answers_total",
                            SERVICE,
                            "result=\"stale\""),
                        "{{service}} {{cache}}")
                    .limit("HarborCacheStale", 0.2),
                Panel.of(
                        YES_OR_NO,
                        "Change streams connected",
                        "min by (service, stream) (harbor_cache_changes_connected{"
                            + SERVICE
                            + "})",
                        "{{service}} {{stream}}")
                    .atLeast("HarborChangesDisconnected", 1)),
            Row.of(
                "Loads",
                Panel.of(
                    PER_SECOND,
                    "Loads per second",
                    rate("service, cache", "harbor_cache_load_seconds_count", SERVICE),
                    "{{service}} {{cache}}",
                    rate("service, cache", "harbor_cache_shared_hits_total", SERVICE),
                    "{{service}} {{cache}} answered by Redis",
                    rate("service, cache", "harbor_cache_refreshes_total", SERVICE),
                    "{{service}} {{cache}} while the old value served"),
                Panel.of(
                    SECONDS,
                    "Mean time of a load",
                    rate("service, cache", "harbor_cache_load_seconds_sum", SERVICE)
                        + " / ("
                        + rate("service, cache", "harbor_cache_load_seconds_count", SERVICE)
                        + " > 0)",
                    "{{service}} {{cache}}"),
                Panel.of(
                    PER_SECOND,
                    "Loads that failed, per second",
                    rate("service, cache", "harbor_cache_loads_failed_total", SERVICE),
                    "{{service}} {{cache}}")),
            Row.of(
                "Entries",
                Panel.of(
                    COUNT,
                    "Entries",
                    "sum by (service, cache) (harbor_cache_entries{" + SERVICE + "})",
                    "{{service}} {{cache}}"),
                Panel.of(
                    SHARE,
                    "Size, of what it may be",
                    "harbor_cache_bytes{%s} / harbor_cache_bytes_max{%s}"
                        .formatted(SERVICE, SERVICE),
                    "{{service}} {{cache}}"),
                Panel.of(
                    PER_SECOND,
                    "Entries that went, per second",
                    rate("service, cache", "harbor_cache_evicted_total", SERVICE),
                    "{{service}} {{cache}} for others",
                    rate("service, cache", "harbor_cache_invalidated_total", SERVICE),
                    "{{service}} {{cache}} by a change"))));
  }

  private static String rate(String labels, String counter, String... matchers) {
    String chosen = String.join(", ", matchers);
    return "sum by (%s) (rate(%s%s[$__rate_interval]))"
        .formatted(labels, counter, chosen.isEmpty() ? "" : "{" + chosen + "}");
  }

  /** A counter that is there as soon as the other one is, as a share of it. */
  private static String outOf(String labels, String counter, String of, String... matchers) {
    return "%s / %s".formatted(rate(labels, counter, matchers), rate(labels, of, matchers));
  }

  /** Of all that match {@code among}, those that match {@code counted} too. */
  private static String share(String labels, String counter, String among, String counted) {
    String all = rate(labels, counter, among);
    return "(%s or 0 * %s) / %s".formatted(rate(labels, counter, among, counted), all, all);
  }

  private static String quantile(String share, String labels, String histogram, String matchers) {
    return "histogram_quantile(%s, sum by (%s, le) (rate(%s_bucket{%s}[$__rate_interval])))"
        .formatted(share, labels, histogram, matchers);
  }

  /** What has no series yet is 0, and its series is called {@code none}. */
  private static String orZero(String label, String expression) {
    return "%s or label_replace(absent(%s) * 0, \"%s\", \"none\", \"\", \"\")"
        .formatted(expression, expression, label);
  }
}
