package harbor.importer.table;

import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeVisitor;

/** Entities and tags of HTML in values, by jsoup. */
public final class Markup {
  /** What makes a text HTML; {@code <5 mm} and {@code <jdk>} do not. */
  private static final Set<String> TAGS =
      Set.of(
          "a",
          "article",
          "b",
          "blockquote",
          "body",
          "br",
          "center",
          "dd",
          "div",
          "dl",
          "dt",
          "em",
          "font",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "head",
          "hr",
          "html",
          "i",
          "iframe",
          "img",
          "li",
          "meta",
          "ol",
          "p",
          "pre",
          "script",
          "section",
          "small",
          "span",
          "strike",
          "strong",
          "style",
          "sub",
          "sup",
          "table",
          "tbody",
          "td",
          "th",
          "thead",
          "tr",
          "u",
          "ul",
          "video");

  private static final Set<String> WITHOUT_TEXT =
      Set.of("script", "style", "head", "iframe", "video", "template");

  private Markup() {}

  /** Decodes entities, once; what is none stays. */
  static String decode(String text) {
    return text.indexOf('&') < 0 ? text : Parser.unescapeEntities(text, true);
  }

  /**
   * Plain text with line breaks between paragraphs and a hyphen before list items. A text with tags
   * is HTML; one without is decoded, and is HTML when that brings tags to light.
   */
  static String plain(String text) {
    if (hasTags(text)) {
      return withoutTags(text);
    }
    String decoded = decode(text);
    return hasTags(decoded) ? withoutTags(decoded) : decoded;
  }

  /** What {@link #decode} reads as this text: the text itself, unless that would change it. */
  public static String encoded(String text) {
    return decode(text).equals(text) ? text : text.replace("&", "&amp;");
  }

  /** What {@link #plain} reads as this text; one that has tags itself is written as HTML. */
  public static String encodedPlain(String text) {
    return hasTags(text)
        ? "<p>%s</p>"
            .formatted(text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>"))
        : encoded(text);
  }

  private static boolean hasTags(String text) {
    for (int at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
      int from = text.startsWith("/", at + 1) ? at + 2 : at + 1;
      int to = from;
      while (to < text.length() && Character.isLetterOrDigit(text.charAt(to))) {
        to++;
      }
      if (to < text.length()
          && " \t\r\n/>".indexOf(text.charAt(to)) >= 0
          && TAGS.contains(text.substring(from, to).toLowerCase(Locale.ROOT))
          && text.indexOf('>', to) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static String withoutTags(String html) {
    StringBuilder text = new StringBuilder();
    Jsoup.parseBodyFragment(html)
        .body()
        .traverse(
            new NodeVisitor() {
              @Override
              public void head(Node node, int depth) {
                if (node instanceof TextNode words && !isHidden(node)) {
                  text.append(words.getWholeText().replace('\n', ' ').replace('\r', ' '));
                } else if (node instanceof Element element) {
                  text.append(before(element));
                }
              }

              @Override
              public void tail(Node node, int depth) {
                if (node instanceof Element element && element.isBlock()) {
                  text.append('\n');
                }
              }
            });
    return text.toString();
  }

  private static boolean isHidden(Node text) {
    return text.parent() instanceof Element parent && WITHOUT_TEXT.contains(parent.normalName());
  }

  private static String before(Element element) {
    return switch (element.normalName()) {
      case "br" -> "\n";
      case "li" -> "\n- ";
      case "td", "th" -> " ";
      default -> element.isBlock() ? "\n" : "";
    };
  }
}
