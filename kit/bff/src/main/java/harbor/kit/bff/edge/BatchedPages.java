package harbor.kit.bff.edge;

import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.HttpService;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages that may be asked for in a batch, found by their plain paths: one that the server would
 * have to clean up first, or that leads anywhere else, is none. Made at the start by one thread.
 */
final class BatchedPages {
  private static final int MAX_CHARACTERS = 2_048;

  /** Control characters and slashes are in no id; letters, digits and points need no encoding. */
  private static final String NEVER_ENCODED =
      "[01]|2[D-Fd-f]|3[0-9]|4[1-9A-Fa-f]|5[0-9ACFacf]|6[1-9A-Fa-f]|7[0-9AEFaef]";

  private static final Pattern PLAIN =
      Pattern.compile(
          "((?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~!$&'()*+,=:@%-]+)+)(?:\\?([!-~&&[^#]]*))?");

  private static final Pattern ESCAPE = Pattern.compile("%(?!" + NEVER_ENCODED + ")[0-9A-Fa-f]{2}");
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

  private final List<Page> pages = new ArrayList<>();

  private record Page(Pattern path, List<String> variables, HttpService service) {}

  /**
   * A page that was found.
   *
   * @param variables of the path
   */
  record Found(String path, Map<String, String> variables, QueryParams query, HttpService service) {
    Found {
      variables = Map.copyOf(variables);
    }

    /** Its path with its query. */
    String target() {
      return query.isEmpty() ? path : path + "?" + query.toQueryString();
    }
  }

  /**
   * One more page; the one with fewer variables is found first.
   *
   * @param path its pattern
   * @param service what serves it, its limits included
   */
  void add(String path, HttpService service) {
    List<String> variables = new ArrayList<>();
    StringBuilder pattern = new StringBuilder();
    Matcher variable = VARIABLE.matcher(path);
    int end = 0;
    while (variable.find()) {
      variables.add(variable.group(1));
      pattern.append(Pattern.quote(path.substring(end, variable.start()))).append("([^/]+)");
      end = variable.end();
    }
    pattern.append(Pattern.quote(path.substring(end)));
    pages.add(new Page(Pattern.compile(pattern.toString()), List.copyOf(variables), service));
    pages.sort(Comparator.comparingInt(page -> page.variables().size()));
  }

  /** The page of a path with its query; empty when there is none. */
  Optional<Found> find(String target) {
    Matcher plain = PLAIN.matcher(target);
    if (target.length() > MAX_CHARACTERS || !plain.matches()) {
      return Optional.empty();
    }
    String path = plain.group(1);
    if (ESCAPE.matcher(path).replaceAll("").indexOf('%') >= 0) {
      return Optional.empty();
    }
    for (Page page : pages) {
      Matcher matcher = page.path().matcher(path);
      if (matcher.matches()) {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < page.variables().size(); i++) {
          variables.put(page.variables().get(i), decoded(matcher.group(i + 1)));
        }
        return Optional.of(
            new Found(
                path,
                variables,
                QueryParams.fromQueryString(plain.group(2) == null ? "" : plain.group(2)),
                page.service()));
      }
    }
    return Optional.empty();
  }

  /** In paths a plus is a plus. */
  private static String decoded(String segment) {
    return segment.indexOf('%') < 0
        ? segment
        : URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
