package harbor.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.Cookie;
import harbor.e2e.identity.Chromium;
import harbor.e2e.identity.Visit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every change at every route, sent by a page of another site in every form that Chromium lets it:
 * nothing changes, and nothing can be read. The browser is one in which Ben is signed in.
 */
class CrossSiteIT {
  private static final String FORMS = script();

  private static Chromium chromium;
  private static OtherBffs bffs;
  private static Person ben;
  private static Belongings bens;

  @BeforeAll
  static void start() throws Exception {
    chromium = Chromium.start();
    Store store = RunningStore.get();
    bffs = OtherBffs.of(store);
    ben = Person.signedIn(store, bffs::port, "ben");
    bens = Belongings.of(ben.visitor());
  }

  @AfterAll
  static void stop() throws Exception {
    if (bffs != null) {
      ben.startAnew(bens.id("user"));
      bffs.close();
      chromium.close();
    }
  }

  /** Of another port cookies are sent along, of another host they are not. */
  @ParameterizedTest
  @CsvSource({"web-bff, localhost", "web-bff, 127.0.0.1", "mobile-bff, localhost"})
  void noForm_changesAnything(String bff, String host) throws Exception {
    String site = site(bff);
    List<Map<String, String>> changes = changes(bff);
    List<String> done = new ArrayList<>();
    List<Integer> statuses = new ArrayList<>();
    try (OtherSite other = new OtherSite();
        Visit visit = chromium.visit(site)) {
      signIn(visit.page(), site);
      String before = bens.shown(ben.pages(RouteRule.all(), bens.ids())).toString();
      visit
          .context()
          .onResponse(
              answer -> {
                if (answer.url().startsWith(site) && !isRead(answer)) {
                  statuses.add(answer.status());
                  if (answer.status() < 400) {
                    done.add(answer.request().method() + " " + answer.url() + answer.status());
                  }
                }
              });

      Object readable = attack(visit.page(), other.address(host), site, changes);

      assertThat((List<?>) readable).isEmpty();
      assertThat(done).isEmpty();
      assertThat(statuses).hasSizeGreaterThan(8 * changes.size()).contains(403);
      assertThat(bens.shown(ben.pages(RouteRule.all(), bens.ids())).toString()).isEqualTo(before);
    }
  }

  /** The counter-test: a site without a defence is changed by most of the forms. */
  @Test
  void siteWithoutDefence_isChanged() {
    try (OtherSite attacker = new OtherSite();
        OtherSite victim = new OtherSite();
        Visit visit = chromium.visit(victim.address("localhost"))) {
      visit
          .context()
          .addCookies(List.of(new Cookie("session", "1").setUrl(victim.address("localhost"))));

      attack(
          visit.page(),
          attacker.address("localhost"),
          victim.address("localhost"),
          List.of(Map.of("method", "POST", "path", "/change", "body", "{\"quantity\":2}")));

      assertThat(victim.changes().stream().filter(change -> change.startsWith("POST")))
          .hasSizeGreaterThanOrEqualTo(9);
    }
  }

  /** Pages are rpcs too, and those that ask by gRPC-Web send a POST. */
  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  void noRpc_canBeRead(String host) throws Exception {
    try (OtherSite other = new OtherSite();
        Visit visit = chromium.visit(web())) {
      signIn(visit.page(), web());

      visit.page().navigate(other.address(host) + "/");
      assertThat(rpcs(visit.page())).isEqualTo(List.of("refused", "refused", "opaque "));

      // The counter-test: the same questions of its own page.
      visit.page().navigate(web() + "/");
      assertThat(rpcs(visit.page()))
          .asInstanceOf(InstanceOfAssertFactories.list(String.class))
          .satisfiesExactly(
              own -> assertThat(own).startsWith("basic ").contains("ben@example.com"),
              plain -> assertThat(plain).startsWith("basic ").doesNotContain("ben@example.com"),
              plain -> assertThat(plain).startsWith("basic ").doesNotContain("ben@example.com"));
    }
  }

  /** What a page reads of Ben's account by gRPC-Web, and as forms that need no preflight. */
  private static Object rpcs(Page page) {
    return Objects.requireNonNull(
        page.evaluate(
            """
            async url => {
              const ask = (mode, type) =>
                fetch(url, {method: 'POST', mode, credentials: 'include',
                  headers: {'content-type': type}, body: new Uint8Array(5)}).then(
                    async answer => answer.type + ' ' +
                      new TextDecoder().decode(await answer.arrayBuffer()),
                    () => 'refused');
              return [await ask('cors', 'application/grpc-web+proto'),
                await ask('cors', 'text/plain'), await ask('no-cors', 'text/plain')];
            }
            """,
            web() + "/harbor.web.rpc.v1.Screens/GetWebAccount"));
  }

  /** The counter-test: the browser is signed in, and its own page changes what is Ben's. */
  @ParameterizedTest
  @CsvSource({"web-bff, /web", "mobile-bff, /mobile/v1"})
  void ownPage_changes(String bff, String at) {
    try (Visit visit = chromium.visit(site(bff))) {
      signIn(visit.page(), site(bff));

      Visit.Fetched answer =
          visit.fetch(
              at + "/account/recently-seen/HB1003",
              "PUT",
              Map.of("X-Harbor-CSRF", visit.csrfTag()));

      assertThat(answer.status()).isEqualTo(204);
    }
  }

  private static Object attack(
      Page page, String from, String target, List<Map<String, String>> changes) {
    page.navigate(from + "/");
    return Objects.requireNonNull(page.evaluate(FORMS, List.of(target, changes)));
  }

  private static void signIn(Page page, String site) {
    page.navigate(site + "/auth/login");
    page.click("text=Ben Okafor");
    page.waitForURL(site + "/");
  }

  private static boolean isRead(Response answer) {
    String method = answer.request().method();
    return method.equals("GET") || method.equals("OPTIONS");
  }

  /** A BFF's changes of all that is Ben's. */
  private static List<Map<String, String>> changes(String bff) {
    return RouteRule.of(bffs.endpoints()).stream()
        .filter(rule -> rule.bff().equals(bff) && !rule.reads())
        .filter(rule -> !rule.route().contains("backchannel"))
        .map(
            rule ->
                Map.of(
                    "method",
                    rule.method(),
                    "path",
                    RouteRule.filled(rule.path(), bens.ids(), bens.ids()),
                    "body",
                    RouteRule.filled(rule.body(), bens.ids(), bens.ids()).strip()))
        .distinct()
        .toList();
  }

  private static String web() {
    return site("web-bff");
  }

  private static String site(String bff) {
    return "http://localhost:" + bffs.port(bff);
  }

  private static String script() {
    try (InputStream script = CrossSiteIT.class.getResourceAsStream("/cross-site.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
