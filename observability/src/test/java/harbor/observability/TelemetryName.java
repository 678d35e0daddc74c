package harbor.observability;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The vocabulary: every metric and span that the dashboard, the alert rules and the README may
 * speak of. The README's table is made from it.
 */
enum TelemetryName {
  HTTP_SERVER_SPAN(
      Kind.SPAN,
      "GET /mobile/v1/products/{id}",
      "http.request.method, http.route, url.scheme, http.response.status_code,"
          + " network.protocol.version, error.type; harbor.flag.<name>, the variant of each flag"
          + " that the user was exposed to (at most 100 flags)",
      "routes x methods",
      "a request at a BFF, to the last byte of its answer; of an event stream to the first"),
  GRPC_SERVER_SPAN(
      Kind.SPAN,
      "harbor.catalog.v1.CatalogService/GetProduct, SERVER",
      "rpc.system.name, rpc.method, rpc.response.status_code, error.type; harbor.fault, the"
          + " fault that was switched on and met this call, also of a request at media (5 kinds x"
          + " numbers chosen by hand; development alone)",
      "gRPC methods",
      "a call at the core service that answers it"),
  GRPC_CLIENT_SPAN(
      Kind.SPAN,
      "harbor.catalog.v1.CatalogService/GetProduct, CLIENT",
      "as above, server.address, server.port; of a BFF's call also harbor.plan, harbor.call,"
          + " harbor.critical, harbor.answered_by (service, flight, cache, shared_cache,"
          + " stale_copy; only of the try that gave the answer), harbor.try (1 to 3), harbor.hedge"
          + " (true, only of one) and harbor.miss (7 kinds x reasons, only when the call has no"
          + " answer); what we cancel ourselves, such as the hedge that lost, is no error",
      "gRPC methods",
      "the same call at its caller, a span for each try"),
  UNSENT_CALL_SPAN(
      Kind.SPAN,
      "inventory.stock",
      "harbor.plan, harbor.call, harbor.critical, harbor.answered_by, harbor.miss",
      "calls written in plans",
      "a call of a plan that the service did not answer: rejected (REFUSED BREAKER_OPEN), or"
          + " answered by an identical one, by a cache, or, also after a try that failed, by a copy"
          + " out of date"),
  SQL_SPAN(
      Kind.SPAN,
      "SELECT catalog.products",
      "db.system.name, db.namespace, db.operation.name, db.collection.name, db.query.text (literals"
          + " are ?), db.query.summary, server.address, server.port, harbor.cancelled (true, only"
          + " of one that ended because the client of its call had left, which is no error)",
      "statements in the code",
      "a statement at the core service that sends it;"
          + " several tables are all named, up to four, or the function instead of a table"),
  SAGA_SPAN(
      Kind.SPAN,
      "order place.reserve-stock",
      "harbor.saga.holder (1: the instance that began it, otherwise linked to the timer's run that"
          + " took it over)",
      "steps of sagas",
      "a step of an order's saga and its record, in the trace of the request that began it"),
  PROVIDER_SPAN(
      Kind.SPAN,
      "provider authorize",
      "server.address, http.response.status_code",
      "operations of the payment provider",
      "a call of the payment provider"),
  MAIL_SPAN(
      Kind.SPAN,
      "mail confirmation",
      "none",
      "1",
      "the confirmation of an order, in the trace of the request that placed it and linked to the"
          + " timer's run that sent it"),
  PUSH_SPAN(
      Kind.SPAN,
      "push inventory.stock",
      "harbor.push.keys (1 to 100)",
      "sources of event streams",
      "what a recorded change causes for event streams and long polls: states are read once and"
          + " given to all of them; a trace of its own, linked to the spans of the changes, 16 at"
          + " most"),
  COPY_SPAN(
      Kind.SPAN,
      "copy pricing.prices",
      "none",
      "3",
      "what a recorded change of another service causes in the catalogue's search; a trace of its"
          + " own, linked in the same way, and what pushes are linked to that it causes itself"),
  TIMER_SPAN(
      Kind.SPAN, "timer sagas", "none", "timers", "a run of a core service's timed work; a trace"),
  HTTP_SERVER(
      Kind.HISTOGRAM,
      "http_server_request_duration_seconds",
      "http_request_method, http_route, http_response_status_code",
      "routes x statuses",
      "answers of a BFF, but for event streams and long polls that did not fail; 499 when the"
          + " client left first"),
  ANSWERS_FAILED(
      Kind.VALUE,
      "harbor_answers_failed_total",
      "http_route",
      "routes",
      "those of them that were 5xx, from 0 on"),
  ANSWERS_DEGRADED(
      Kind.VALUE,
      "harbor_answers_degraded_total",
      "http_route",
      "routes",
      "those of them that had parts missing, named in X-Degraded, from 0 on"),
  PLAN_CALL(
      Kind.HISTOGRAM,
      "harbor_plan_call_seconds",
      "plan, call, outcome",
      "calls written in plans x 8",
      "downstream calls as the plans name them (made by kit/bff)"),
  PLAN_MISSES(
      Kind.VALUE,
      "harbor_plan_misses_total",
      "plan, call, outcome",
      "calls written in plans x 4",
      "those of them that have no answer: timeout, unavailable, refused, broken, from 0 on (made by"
          + " kit/bff)"),
  PLAN_ANSWERS(
      Kind.VALUE,
      "harbor_plan_answers_total",
      "plan, call, from",
      "calls written in plans x 5",
      "those of them that were answered, by where the answer came from: service, flight, cache,"
          + " shared_cache, stale_copy (made by kit/bff)"),
  ERROR_ANSWERS(
      Kind.VALUE,
      "harbor_error_answers_total",
      "route, code, call",
      "routes x (codes at the edge + critical calls x their codes)",
      "errors that clients were answered, with the critical call that failed (made by kit/bff)"),
  BFF_SHED(
      Kind.VALUE,
      "harbor_bff_shed_total",
      "priority, reason",
      "4",
      "requests that a saturated BFF turned away, or kept waiting unread (reason: held)"),
  BFF_IN_FLIGHT(Kind.VALUE, "harbor_bff_in_flight", "", "1", "requests under way at a BFF"),
  BFF_IN_FLIGHT_LIMIT(
      Kind.VALUE, "harbor_bff_in_flight_limit", "", "1", "requests that may be under way there"),
  BFF_QUEUEING(
      Kind.VALUE,
      "harbor_bff_queueing_seconds",
      "",
      "1",
      "how long work stands in the queue of its busiest event loop"),
  BFF_RATE_LIMITED(
      Kind.VALUE,
      "harbor_bff_rate_limited_total",
      "limit",
      "rate limits stated",
      "requests over their client's limit; only with HARBOR_<BFF>_LIMITS"),
  BFF_SLOW_CLIENTS(
      Kind.VALUE,
      "harbor_bff_slow_clients_total",
      "slow",
      "3",
      "connections closed because their client sends or reads too slowly, or takes no events"),
  BFF_RESET_FLOODS(
      Kind.VALUE,
      "harbor_bff_reset_floods_total",
      "",
      "1",
      "connections closed because their client reset more requests, or sent more HTTP/2 frames that"
          + " ask for nothing, than it took answers"),
  BFF_EVENT_STREAMS(
      Kind.VALUE,
      "harbor_bff_event_streams",
      "event",
      "streams of events declared",
      "open event streams of a BFF"),
  BFF_STREAM_OPEN(
      Kind.HISTOGRAM,
      "harbor_bff_stream_open_seconds",
      "http_route",
      "routes of event streams",
      "from the headers of a request for an event stream to the first byte of its answer; one that"
          + " is refused is an answer like any other"),
  BFF_STREAMS_ENDED(
      Kind.VALUE,
      "harbor_bff_streams_ended_seconds_count",
      "http_route",
      "routes of event streams and long polls",
      "event streams and long polls that ended"),
  BFF_STREAMS_LASTED(
      Kind.VALUE,
      "harbor_bff_streams_ended_seconds_sum",
      "http_route",
      "routes of event streams and long polls",
      "how long they lasted together"),
  BFF_SESSIONS(
      Kind.VALUE,
      "harbor_bff_sessions",
      "store",
      "1",
      "sessions of a BFF's frontends that have not ended: memory (of the process) or redis (of all"
          + " instances, each of which shows all of them); NaN while the store does not answer"),
  DOWNSTREAM_BREAKER(
      Kind.VALUE,
      "harbor_downstream_breaker",
      "downstream, method",
      "gRPC methods called",
      "a BFF's breaker: 0 closed, 0.5 half open, 1 open"),
  DOWNSTREAM_REJECTED(
      Kind.VALUE,
      "harbor_downstream_rejected_total",
      "downstream, reason",
      "services x 2",
      "calls rejected unsent: breaker_open, too_many_calls"),
  DOWNSTREAM_RETRIES(
      Kind.VALUE, "harbor_downstream_retries_total", "downstream", "services", "tries made again"),
  DOWNSTREAM_HEDGES(
      Kind.VALUE,
      "harbor_downstream_hedges_total",
      "downstream",
      "services",
      "second tries of what was slow"),
  DOWNSTREAM_HEDGES_WON(
      Kind.VALUE,
      "harbor_downstream_hedges_won_total",
      "downstream",
      "services",
      "those that were answered first"),
  DOWNSTREAM_JOINED(
      Kind.VALUE,
      "harbor_downstream_joined_total",
      "downstream",
      "services",
      "calls answered by an identical one that was under way"),
  DOWNSTREAM_IN_FLIGHT(
      Kind.VALUE, "harbor_downstream_in_flight", "downstream", "services", "calls under way"),
  DOWNSTREAM_LIMIT(
      Kind.VALUE,
      "harbor_downstream_limit",
      "downstream",
      "services",
      "calls that may be under way"),
  CACHE_ANSWERS(
      Kind.VALUE,
      "harbor_cache_answers_total",
      "cache, result",
      "caches x 3",
      "answers of a BFF's cache: hit, miss (who asks waits for a load), stale (out of date)"),
  CACHE_SHARED_HITS(
      Kind.VALUE, "harbor_cache_shared_hits_total", "cache", "caches", "loads that Redis answered"),
  CACHE_REFRESHES(
      Kind.VALUE,
      "harbor_cache_refreshes_total",
      "cache",
      "caches",
      "loads begun while the old value served"),
  CACHE_LOADS(
      Kind.VALUE, "harbor_cache_load_seconds_count", "cache", "caches", "calls to the service"),
  CACHE_LOAD_TIME(
      Kind.VALUE,
      "harbor_cache_load_seconds_sum",
      "cache",
      "caches",
      "how long they took together"),
  CACHE_LOADS_FAILED(
      Kind.VALUE, "harbor_cache_loads_failed_total", "cache", "caches", "loads that failed"),
  CACHE_INVALIDATED(
      Kind.VALUE,
      "harbor_cache_invalidated_total",
      "cache",
      "caches",
      "entries that a change at the source invalidated"),
  CACHE_CHANGES_CONNECTED(
      Kind.VALUE,
      "harbor_cache_changes_connected",
      "stream",
      "streams of changes",
      "1 while the stream is connected, otherwise 0"),
  FLAG_EVALUATIONS(
      Kind.VALUE,
      "harbor_flag_evaluations_total",
      "flag, variant, reason",
      "at most 100 flags x their variants x 5",
      "evaluations of feature flags; only those by reason split are exposures (made by kit/bff)"),
  CACHE_EVICTED(
      Kind.VALUE,
      "harbor_cache_evicted_total",
      "cache",
      "caches",
      "entries that had to go for others"),
  CACHE_ENTRIES(Kind.VALUE, "harbor_cache_entries", "cache", "caches", "entries"),
  CACHE_BYTES(Kind.VALUE, "harbor_cache_bytes", "cache", "caches", "their size"),
  CACHE_BYTES_MAX(Kind.VALUE, "harbor_cache_bytes_max", "cache", "caches", "its bound"),
  WATCH_STREAMS(
      Kind.VALUE, "harbor_watch_streams", "", "1", "clients that watch a core service's changes"),
  WATCH_ANNOUNCED(
      Kind.VALUE,
      "harbor_watch_announced_total",
      "",
      "1",
      "changes that a core service committed and announced"),
  WATCH_RESETS(
      Kind.VALUE,
      "harbor_watch_resets_total",
      "",
      "1",
      "watchers told to invalidate everything, because their position is not known"),
  TIMER_RUNS(
      Kind.HISTOGRAM,
      "harbor_timer_runs_seconds",
      "timer, result",
      "timers x 2",
      "runs of a core service's timed work: done, failed"),
  SAGAS_OLDEST(
      Kind.VALUE,
      "harbor_sagas_oldest_seconds",
      "",
      "1",
      "how long the oldest order's saga that has not ended is under way; NaN where its timer does"
          + " not run"),
  SAGAS_RUNNING(
      Kind.VALUE,
      "harbor_sagas_running",
      "",
      "1",
      "sagas of orders that an instance carries on now"),
  SAGA_STEPS(
      Kind.VALUE,
      "harbor_saga_steps_total",
      "step, ending",
      "steps of sagas x 4",
      "steps of orders' sagas, by how they ended: done, refused, not_yet (it is tried anew),"
          + " unknown (it is asked again)"),
  PROVIDER_CALLS(
      Kind.HISTOGRAM,
      "harbor_provider_calls_seconds",
      "operation, outcome",
      "6 operations x 5",
      "calls of the payment provider: entered in its ledger, rejected, unknown, not_sent, read"),
  MAILS(
      Kind.VALUE,
      "harbor_mails_total",
      "result",
      "3",
      "confirmations of orders: sent, failed (sent again later), refused for good"),
  MAILS_OLDEST(
      Kind.VALUE,
      "harbor_mails_oldest_seconds",
      "",
      "1",
      "how long the oldest message waits that nobody has sent; NaN where its timer does not run"),
  GRPC_SERVER(
      Kind.HISTOGRAM,
      "grpc_server_processing_duration_seconds",
      "rpc_service, method, methodType, statusCode",
      "gRPC methods x statuses",
      "calls at the core service that answers them"),
  GRPC_SERVER_RECEIVED(
      Kind.VALUE,
      "grpc_server_requests_received_messages_total",
      "rpc_service, method, methodType",
      "gRPC methods",
      "messages received"),
  GRPC_SERVER_SENT(
      Kind.VALUE,
      "grpc_server_responses_sent_messages_total",
      "rpc_service, method, methodType",
      "gRPC methods",
      "messages sent"),
  GRPC_CLIENT(
      Kind.HISTOGRAM,
      "grpc_client_processing_duration_seconds",
      "rpc_service, method, methodType, statusCode",
      "gRPC methods x statuses",
      "the same calls at their caller"),
  GRPC_CLIENT_SENT(
      Kind.VALUE,
      "grpc_client_requests_sent_messages_total",
      "rpc_service, method, methodType",
      "gRPC methods",
      "messages sent"),
  GRPC_CLIENT_RECEIVED(
      Kind.VALUE,
      "grpc_client_responses_received_messages_total",
      "rpc_service, method, methodType",
      "gRPC methods",
      "messages received"),
  POOL_ACTIVE(Kind.VALUE, "hikaricp_connections_active", "pool", "pools", "connections in use"),
  POOL_MAX(
      Kind.VALUE, "hikaricp_connections_max", "pool", "pools", "connections that there may be"),
  POOL_PENDING(
      Kind.VALUE, "hikaricp_connections_pending", "pool", "pools", "threads that wait for one"),
  POOL_TIMEOUT(
      Kind.VALUE,
      "hikaricp_connections_timeout_total",
      "pool",
      "pools",
      "threads that waited in vain"),
  SPANS_DROPPED(
      Kind.VALUE,
      "harbor_spans_dropped_total",
      "reason",
      "3",
      "spans that were recorded and that nobody got: queue_full (they came faster than they were"
          + " sent), refused (by the backend), no_backend (it had gone)"),
  CERTIFICATE_EXPIRES(
      Kind.VALUE,
      "harbor_certificate_expires_seconds",
      "file",
      "2",
      "when the first certificate of a file ends, in seconds since 1970: certificate (the process's"
          + " own), trusted; only with HARBOR_TLS"),
  DISK_FREE(
      Kind.VALUE, "disk_free_bytes", "path", "1", "room left where ./harbor up keeps its data"),
  DISK_TOTAL(Kind.VALUE, "disk_total_bytes", "path", "1", "how large it is"),
  JVM_MEMORY_USED(Kind.VALUE, "jvm_memory_used_bytes", "area, id", "memory pools", "memory in use"),
  JVM_MEMORY_MAX(
      Kind.VALUE, "jvm_memory_max_bytes", "area, id", "memory pools", "memory that there may be"),
  JVM_THREADS(Kind.VALUE, "jvm_threads_live_threads", "", "1", "platform threads"),
  PROCESS_CPU(Kind.VALUE, "process_cpu_usage", "", "1", "share of all processors, 0 to 1"),
  PROCESS_UPTIME(Kind.VALUE, "process_uptime_seconds", "", "1", "time since the start"),
  PROCESS_FILES(Kind.VALUE, "process_files_open_files", "", "1", "open file descriptors");

  enum Kind {
    SPAN,
    HISTOGRAM,
    VALUE
  }

  /** Of every series, the last two by Prometheus. */
  private static final Set<String> COMMON = Set.of("service", "instance", "job");

  final Kind kind;
  final String text;
  private final String tags;
  private final String cardinality;
  private final String meaning;

  TelemetryName(Kind kind, String text, String tags, String cardinality, String meaning) {
    this.kind = kind;
    this.text = text;
    this.tags = tags;
    this.cardinality = cardinality;
    this.meaning = meaning;
  }

  /** The names under which Prometheus has it; none for a span. */
  List<String> series() {
    return switch (kind) {
      case SPAN -> List.of();
      case HISTOGRAM -> List.of(text + "_bucket", text + "_count", text + "_sum");
      case VALUE -> List.of(text);
    };
  }

  /** Whose series this is. */
  static Optional<TelemetryName> of(String series) {
    return Stream.of(values()).filter(name -> name.series().contains(series)).findFirst();
  }

  /** Whether its series may have this label. */
  boolean has(String label) {
    return labels().contains(label)
        || COMMON.contains(label)
        || (kind == Kind.HISTOGRAM && label.equals("le"));
  }

  /** The labels that are its own. */
  List<String> labels() {
    return tags.isEmpty() ? List.of() : List.of(tags.split(", "));
  }

  String row() {
    return "| `%s` | %s | %s | %s |\n".formatted(text, tags, cardinality, meaning);
  }
}
