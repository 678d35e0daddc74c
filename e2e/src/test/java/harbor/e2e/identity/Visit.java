package harbor.e2e.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.HarContentPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One person's browser at one site: their tabs, cookies and storage, and a record of all bytes. */
public final class Visit implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String site;
  private final Path record;
  private final BrowserContext context;
  private final Page page;

  Visit(Browser browser, String site) {
    this.site = site;
    try {
      record = Files.createTempFile("visit", ".har");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setRecordHarPath(record)
                .setRecordHarContent(HarContentPolicy.EMBED));
    context.setDefaultTimeout(30_000);
    page = context.newPage();
  }

  /** What a fetch of the page's own got. */
  public record Fetched(int status, String body, Map<String, String> headers, String type) {}

  public BrowserContext context() {
    return context;
  }

  /** The first tab. */
  public Page page() {
    return page;
  }

  /** Begins a sign-in in a tab; ends at whatever page the provider shows. */
  void begin(Page tab, String back) {
    tab.navigate(site + "/auth/login?" + Form.of(Map.of("return", back)));
  }

  /** Fills in Keycloak's form in a tab. */
  void asKeycloak(Page tab, String person) {
    tab.fill("#username", person);
    tab.fill("#password", Keycloak.passwordOf(person));
    tab.click("#kc-login");
  }

  /** The whole sign-in of a person at Keycloak. */
  public void signIn(String person, String back) {
    begin(page, back);
    asKeycloak(page, person);
  }

  /** Forgets who is signed in at Keycloak, as another browser would not know. */
  void forgetProvider() {
    context.clearCookies(new BrowserContext.ClearCookiesOptions().setPath("/realms/harbor/"));
  }

  /**
   * A fetch by a script of the site that the first tab is at, redirects not followed. Only a site's
   * start page lets scripts ask: from anywhere else it is a tab beside.
   */
  public Fetched fetch(String path, String method, Map<String, String> headers) {
    String start = URI.create(page.url()).resolve("/").toString();
    if (page.url().equals(start)) {
      return fetch(page, path, method, headers);
    }
    try (Page beside = context.newPage()) {
      beside.navigate(start);
      return fetch(beside, path, method, headers);
    }
  }

  private static Fetched fetch(Page from, String path, String method, Map<String, String> headers) {
    Object answer =
        from.evaluate(
            """
            async ([path, method, headers]) => {
              const answer = await fetch(path, {method, headers, redirect: 'manual'});
              return JSON.stringify({status: answer.status, type: answer.type,
                headers: Object.fromEntries(answer.headers), body: await answer.text()});
            }
            """,
            List.of(path, method, headers));
    try {
      return JSON.readValue(String.valueOf(answer), Fetched.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code GET} by a script of the site. */
  Fetched get(String path) {
    return fetch(path, "GET", Map.of());
  }

  /** The tag that changes are sent with. */
  public String csrfTag() {
    return get("/auth/me").body().replaceFirst(".*\"csrf\":\"([^\"]+)\".*", "$1");
  }

  /** Signs out by a script of the site, and gives where to go next. */
  Fetched signOut() {
    return fetch("/auth/logout", "POST", Map.of("X-Harbor-CSRF", csrfTag()));
  }

  /** The site's session cookie. */
  Optional<Cookie> session() {
    return cookies().stream()
        .filter(cookie -> cookie.name.matches("__Host-Http-harbor-web-\\d+"))
        .filter(cookie -> cookie.name.endsWith(site.replaceFirst(".*:", "-")))
        .findFirst();
  }

  /** All cookies that go to the site. */
  List<Cookie> cookies() {
    return context.cookies(site);
  }

  /** Ends it and gives all that went back and forth: addresses, headers, bodies. */
  String ended() {
    context.close();
    try {
      return Files.readString(record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
