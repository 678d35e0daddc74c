package harbor.kit.bff.explain;

/** HTML that is being written; only what this package writes itself goes in unescaped. */
final class Html {
  private final StringBuilder written = new StringBuilder();

  /** Markup, as it is. */
  Html markup(String markup) {
    written.append(markup);
    return this;
  }

  /** Any text, shown as it is, also within a quoted attribute. */
  Html text(Object text) {
    String plain = text.toString();
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      switch (c) {
        case '&' -> written.append("&amp;");
        case '<' -> written.append("&lt;");
        case '>' -> written.append("&gt;");
        case '"' -> written.append("&quot;");
        case '\'' -> written.append("&#39;");
        default -> written.append(c);
      }
    }
    return this;
  }

  /** An element that holds a text. */
  Html element(String tag, Object text) {
    return markup("<" + tag + ">").text(text).markup("</" + tag.split(" ", 2)[0] + ">");
  }

  @Override
  public String toString() {
    return written.toString();
  }
}
