package harbor.e2e;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import com.linecorp.armeria.common.HttpStatus;
import harbor.allinone.Processes;
import harbor.kit.bff.rpc.RpcClient;
import harbor.kit.bff.rpc.RpcStatus;
import harbor.kit.client.Caller;
import harbor.kit.client.Idempotency;
import harbor.kit.service.CoreProcess;
import harbor.scripted.ScriptedCores;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every route of every BFF, asked by everybody for what belongs to Ben: nobody else gets a byte of
 * it, and what is his is to them as if it did not exist. Each is asked twice, so that the second
 * answer may come from a cache, and with the entity tag that Ben got.
 */
class StrangersIT {
  private static final Map<String, MethodDescriptor<?, ?>> METHODS =
      ScriptedCores.methods().stream()
          .collect(toMap(MethodDescriptor::getFullMethodName, method -> method));
  private static final Map<String, MethodRule> METHOD_RULES = MethodRule.of(METHODS.values());

  private static final Set<Whose> OWNED = Set.of(Whose.OWNERS, Whose.OWNERS_OR_ADMINISTRATORS);

  /** What is another value each time, or says when. */
  private static final Set<String> CHANGING =
      Set.of(
          "date",
          "x-trace-id",
          "x-correlation-id",
          "traceresponse",
          "server-timing",
          "set-cookie",
          "x-guest-id",
          "content-length",
          ":status");

  private static OtherBffs bffs;
  private static List<RouteRule> rules;
  private static Belongings bens;
  private static Person ben;

  /** Those whose business it is not, by who they are. */
  private static final Map<String, Person> STRANGERS = new LinkedHashMap<>();

  /** The same to core services. */
  private static final Map<String, Caller> CALLERS = new LinkedHashMap<>();

  @BeforeAll
  static void plant() throws Exception {
    Store store = RunningStore.get();
    bffs = OtherBffs.of(store);
    rules = RouteRule.of(bffs.endpoints());
    ben = Person.signedIn(store, bffs::port, "ben");
    bens = Belongings.of(ben.visitor());
    CALLERS.put("nobody", Caller.ANONYMOUS);
    CALLERS.put("guest", Caller.guest("g-stranger"));
    CALLERS.put("customer", Caller.user("u-stranger", Set.of()));
    CALLERS.put("administrator", Caller.user("u-admin", Set.of("admin")));
    STRANGERS.put("nobody", Person.nobody(store, bffs::port));
    STRANGERS.put("guest", Person.guest(store, bffs::port));
    STRANGERS.put("customer", Person.signedIn(store, bffs::port, "ada"));
    STRANGERS.put("administrator", Person.signedIn(store, bffs::port, "grace"));
  }

  @AfterAll
  static void close() throws Exception {
    if (bffs != null) {
      ben.startAnew(bens.id("user"));
      bffs.close();
    }
  }

  /**
   * A new route says in {@link RouteRule} whose its answers are; a page that a shared cache may
   * keep is everybody's by that.
   */
  @Test
  void everyRoute_hasARule() {
    Set<String> ruled = rules.stream().map(RouteRule::route).collect(toSet());
    Set<String> served = bffs.endpoints();
    Set<String> silent = new TreeSet<>(served);
    silent.removeAll(bffs.cached());
    silent.removeAll(ruled);
    // An rpc is asked with its route.
    bffs.rpcs()
        .forEach(
            (rpc, route) -> {
              if (ruled.contains(route) || bffs.cached().contains(route)) {
                silent.remove(rpc);
              }
            });

    assertThat(silent)
        .as("routes of which RouteRule does not say whose answers they give")
        .isEmpty();
    assertThat(served).containsAll(ruled);
  }

  @Test
  void nobodyElse_getsAByteOfIt() throws Exception {
    Map<RouteRule, HttpResponse<String>> before = ben.pages(rules, bens.ids());
    List<String> found = new ArrayList<>();
    for (RouteRule rule : rules) {
      for (Map.Entry<String, Person> stranger : STRANGERS.entrySet()) {
        for (int time = 0; time < 2; time++) {
          look(rule, stranger.getKey(), stranger.getValue(), before.get(rule), found);
        }
      }
    }
    assertThat(found).isEmpty();
    assertThat(bens.shown(ben.pages(rules, bens.ids()))).isEqualTo(bens.shown(before));
  }

  private void look(
      RouteRule rule,
      String name,
      Person stranger,
      @Nullable HttpResponse<String> bensPage,
      List<String> found)
      throws Exception {
    if (rule.whose() == Whose.ENDS_CALLER && stranger.isCustomer()) {
      return;
    }
    HttpResponse<String> answer = stranger.ask(rule, bens.ids(), bensPage);
    if (answer.statusCode() == 304 && rule.whose() != Whose.EVERYBODYS && bensPage != null) {
      // A tag of another's page may only fit where theirs is the same, an empty list for instance.
      answer = stranger.ask(rule, bens.ids(), null);
      if (!answer.body().equals(bensPage.body())) {
        found.add("Tag: " + name + " at " + rule + " has " + answer.body());
      }
    }
    if (bffs.rpcs().containsValue(rule.route())) {
      lookByRpc(rule, name, stranger, answer.statusCode(), found);
    }
    String said = name + " at " + rule + " got " + answer.statusCode() + " " + answer.body();
    boolean isAllowed = rule.whose() == Whose.ADMINISTRATORS && name.equals("administrator");
    for (String secret : bens.beside(rule.path() + rule.body() + rule.headers())) {
      if (!isAllowed && (answer.headers().map() + answer.body()).contains(secret)) {
        found.add("'" + secret + "': " + said);
      }
    }
    HttpResponse<String> same =
        switch (rule.whose()) {
          case EVERYBODYS -> bensPage == null || answer.statusCode() == 304 ? answer : bensPage;
          case OWNERS -> stranger.ask(rule, bens.unknown(), bensPage);
          default -> answer;
        };
    if (!plain(answer).equals(plain(same))) {
      found.add(said + "\nunlike " + plain(same) + "\nthis is " + plain(answer));
    }
    if (!isExpected(rule, name, stranger, answer.statusCode())) {
      found.add("Status: " + said);
    }
  }

  /** The same page by its rpc, which ends as by HTTP. */
  private void lookByRpc(
      RouteRule rule, String name, Person stranger, int status, List<String> found) {
    RpcClient rpcs = bffs.rpcsOf(rule.bff());
    RpcClient.Answer answer = stranger.askByRpc(rpcs, rule, bens.ids());
    String said = "By rpc " + name + " at " + rule + " got " + answer;
    boolean isAllowed = rule.whose() == Whose.ADMINISTRATORS && name.equals("administrator");
    for (String secret : bens.beside(rule.path() + rule.headers())) {
      if (!isAllowed && text(answer).contains(secret)) {
        found.add("'" + secret + "': " + said);
      }
    }
    boolean isAnswered = status == 200 || status == 304;
    if (answer.code() != (isAnswered ? Code.OK : RpcStatus.code(HttpStatus.valueOf(status)))) {
      found.add("Status, unlike " + status + ": " + said);
    }
    if (rule.whose() == Whose.OWNERS) {
      RpcClient.Answer same = stranger.askByRpc(rpcs, rule, bens.unknown());
      if (!plain(answer).equals(plain(same))) {
        found.add(said + "\nunlike " + plain(same) + "\nthis is " + plain(answer));
      }
    }
  }

  private static String text(RpcClient.Answer answer) {
    String view =
        answer.view().map(TextFormat.printer().escapingNonAscii(false)::printToString).orElse("");
    return view + answer.status() + answer.metadata();
  }

  private static String plain(RpcClient.Answer answer) {
    return bens.plain(
        answer.code()
            + answer.reason()
            + answer.status().getMessage()
            + answer.view().map(TextFormat.printer()::printToString).orElse(""));
  }

  private static boolean isExpected(RouteRule rule, String name, Person stranger, int status) {
    return switch (rule.whose()) {
      // to sign out is nothing for who is not signed in
      case ENDS_CALLER -> status == (rule.path().endsWith("/logout") ? 200 : 401);
      case CUSTOMERS ->
          stranger.isCustomer() ? status < 500 && status != 401 && status != 304 : status == 401;
      // what is no change at all is refused as that
      case ADMINISTRATORS ->
          stranger.isCustomer()
              ? name.equals("administrator")
                  || status == 403
                  || (!rule.reads() && status >= 400 && status < 500)
              : status == 401;
      case EVERYBODYS, BROWSERS, CALLERS, OWNERS, OWNERS_OR_ADMINISTRATORS, PROCESSES ->
          status < 500;
    };
  }

  /** The counter-test: what is Ben's is there, and found in the answers that he gets himself. */
  @Test
  void bensOwnAnswers_areFound() throws Exception {
    Map<RouteRule, HttpResponse<String>> pages = ben.pages(rules, bens.ids());
    List<String> unseen = new ArrayList<>(bens.words());
    unseen.addAll(List.of(bens.id("user"), bens.id("order"), bens.id("cart"), bens.id("session")));

    for (Map.Entry<RouteRule, HttpResponse<String>> page : pages.entrySet()) {
      RouteRule rule = page.getKey();
      unseen.removeIf(word -> page.getValue().body().contains(word));
      if (rule.whose() == Whose.OWNERS) {
        assertThat(page.getValue().statusCode()).as(page.toString()).isEqualTo(200);
        List<String> found = new ArrayList<>();
        look(rule, "ben", ben, null, found);
        assertThat(found).as(rule.toString()).isNotEmpty();
        if (bffs.rpcs().containsValue(rule.route())) {
          assertThat(found).as(rule.toString()).anyMatch(one -> one.contains("By rpc ben"));
        }
      }
    }
    assertThat(unseen).isEmpty();
  }

  /** A new method says whose its answers are. */
  @Test
  void everyMethod_hasARule() {
    assertThat(METHOD_RULES.keySet())
        .as("methods of which MethodRule says whose answers they give")
        .isEqualTo(METHODS.keySet());
  }

  @Test
  void nobodyElse_getsAByteOfIt_fromTheCores() {
    Caller owner = Caller.user(bens.id("user"), Set.of());
    List<String> found = new ArrayList<>();
    try (CoreCalls calls = new CoreCalls(RunningStore.get())) {
      for (MethodRule rule : METHOD_RULES.values()) {
        MethodDescriptor<?, ?> method = requireNonNull(METHODS.get(rule.method()));
        for (String core : coresOf(calls, method)) {
          AskedCore asked = new AskedCore(calls, bens, core, method, rule);
          asked.withoutToken(found);
          CALLERS.forEach((name, caller) -> asked.by(name, caller, owner, found));
        }
      }
    }
    assertThat(found).isEmpty();
  }

  /** The counter-test. */
  @Test
  void bensOwnAnswers_areFound_atTheCores() {
    Caller owner = Caller.user(bens.id("user"), Set.of());
    List<String> noticed = new ArrayList<>();
    try (CoreCalls calls = new CoreCalls(RunningStore.get())) {
      for (MethodRule rule : METHOD_RULES.values()) {
        MethodDescriptor<?, ?> method = requireNonNull(METHODS.get(rule.method()));
        if (OWNED.contains(rule.whose()) && Idempotency.of(method) == Idempotency.NO_SIDE_EFFECTS) {
          List<String> found = new ArrayList<>();
          new AskedCore(calls, bens, coresOf(calls, method).getFirst(), method, rule)
              .by("ben", owner, owner, found);
          assertThat(found).as(rule.toString()).isNotEmpty();
          noticed.add(rule.method());
        }
      }
    }
    assertThat(noticed).hasSizeGreaterThanOrEqualTo(6);
  }

  /** The service that a contract is for; of those for several, all that serve it. */
  private static List<String> coresOf(CoreCalls calls, MethodDescriptor<?, ?> method) {
    String service = method.getFullMethodName().split("\\.", 3)[1];
    List<String> cores =
        service.equals("type")
            ? Processes.cores().stream()
                .map(CoreProcess::name)
                .filter(core -> !calls.callUnknown(core, method).status().contains("UNIMPLEMENTED"))
                .toList()
            : List.of(service);
    assertThat(cores).as(method.getFullMethodName()).isNotEmpty();
    return cores;
  }

  /** Without what names the request. */
  private static String plain(HttpResponse<String> answer) {
    String headers =
        answer.headers().map().entrySet().stream()
            .filter(header -> !CHANGING.contains(header.getKey()))
            .map(Object::toString)
            .sorted()
            .collect(joining("\n"));
    return bens.plain(answer.statusCode() + "\n" + headers + "\n" + answer.body());
  }
}
