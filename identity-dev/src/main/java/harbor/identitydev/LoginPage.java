package harbor.identitydev;

import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where somebody says who they are, by a click. Plain HTML without a script. */
final class LoginPage {
  /** The form's field: whom was clicked at. */
  static final String PERSON = "person";

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Sign in - development provider</title>
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; background: #eef1f4; color: #1c2733; margin: 0 }
      main { max-width: 24rem; margin: 10vh auto; background: #fff; padding: 2rem; border-radius: 8px;
        box-shadow: 0 1px 4px #0003 }
      h1 { font-size: 1.3rem; margin: 0 0 1rem }
      button { display: block; width: 100%; margin: 0 0 .75rem; padding: .75rem 1rem; text-align: left;
        font: inherit; background: #fff; border: 1px solid #b6c2ce; border-radius: 6px; cursor: pointer }
      button:hover, button:focus { border-color: #1466b8; outline: 1px solid #1466b8 }
      small { display: block; color: #56636f }
      </style>
      </head>
      <body>
      <main>
      <h1>Who are you?</h1>
      <form method="post">
      {people}
      </form>
      <p><a href="{cancelled}">Cancel</a></p>
      <p><small>Development provider: nobody is asked for a password.</small></p>
      </main>
      </body>
      </html>
      """;

  private LoginPage() {}

  /** The page of one request for a sign-in; its form posts to the address that it stands at. */
  static String of(Map<String, String> question) {
    String people = Stream.of(Person.values()).map(LoginPage::button).collect(Collectors.joining());
    return PAGE.replace("{people}", people).replace("{cancelled}", escaped(cancelled(question)));
  }

  private static String button(Person person) {
    return """
    <button name="%s" value="%s">%s <small>%s, %s</small></button>
    """
        .formatted(PERSON, person.subject(), person.fullName(), person.about(), person.email());
  }

  /** Back to who asked, as RFC 6749, section 4.1.2.1, has it. */
  private static String cancelled(Map<String, String> question) {
    URI back = URI.create(question.getOrDefault("redirect_uri", "/"));
    String state = question.getOrDefault("state", "");
    return back
        + (back.getRawQuery() == null ? "?" : "&")
        + "error=access_denied"
        + (state.isEmpty() ? "" : "&state=" + FormFields.encoded(state));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }
}
