package harbor.e2e.identity;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The installed Chromium, without a window. What it opens belongs to the thread that started it.
 */
public final class Chromium implements AutoCloseable {
  private static final Optional<Path> FOUND =
      Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
          .map(Path::of)
          .filter(Files::isExecutable)
          .findFirst();

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts it; where there is none, ends the test as skipped. */
  public static Chromium start() {
    assumeTrue(
        FOUND.isPresent(), "Skipped: there is no Chromium (Debian: apt-get install chromium).");
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    // Its sandbox does not work for root; what it opens here is ours alone.
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(FOUND.orElseThrow())
                    .setArgs(List.of("--no-sandbox")));
    return new Chromium(playwright, browser);
  }

  /** A browser of somebody else each time: no cookies, nothing stored; everything is recorded. */
  public Visit visit(String site) {
    return new Visit(browser, site);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
