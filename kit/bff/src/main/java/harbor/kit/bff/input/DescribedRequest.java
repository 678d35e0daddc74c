package harbor.kit.bff.input;

import harbor.kit.bff.input.Parameter.Form;
import harbor.kit.bff.input.Parameter.In;
import harbor.kit.client.Caller;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A request in which nothing optional is said, and which takes note of what it is asked: so the
 * input of a route, which reads parameters, is their only list. Confined to one thread.
 */
public final class DescribedRequest extends Request {
  private static final String ID = "id";

  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  private DescribedRequest() {}

  /**
   * The parameters that an input reads, in its order.
   *
   * @throws RuntimeException what the input throws: it refuses a request that has all it demands
   */
  public static List<Parameter> parametersOf(Function<Request, ?> input) {
    DescribedRequest request = new DescribedRequest();
    var _ = input.apply(request);
    return new ArrayList<>(request.parameters.values());
  }

  private <T> T reads(String name, In in, boolean isRequired, Form form, T value) {
    parameters.put(name, new Parameter(name, in, isRequired, form));
    return value;
  }

  @Override
  public String id(String name) {
    return reads(name, In.PATH, true, new Form.Id(), ID);
  }

  @Override
  public Caller caller() {
    return Caller.ANONYMOUS;
  }

  @Override
  public String session() {
    return "";
  }

  @Override
  public Optional<ClientVersion> client() {
    return Optional.empty();
  }

  @Override
  public Optional<String> text(String name, int maxCharacters) {
    return reads(name, In.QUERY, false, new Form.Text(maxCharacters), Optional.empty());
  }

  @Override
  public List<String> texts(String name, int max, int maxCharacters) {
    return reads(
        name, In.QUERY, false, new Form.Many(new Form.Text(maxCharacters), 0, max), List.of());
  }

  @Override
  public Set<String> parameters() {
    return Set.of();
  }

  @Override
  public String rest(String name, int maxCharacters) {
    return reads(name, In.PATH, true, new Form.Text(maxCharacters), name);
  }

  @Override
  public int integer(String name, int otherwise, int min, int max) {
    Optional<Integer> known =
        otherwise < min || otherwise > max ? Optional.empty() : Optional.of(otherwise);
    return reads(name, In.QUERY, false, new Form.Whole(min, max, known), otherwise);
  }

  @Override
  public List<String> ids(String name, int max) {
    return reads(name, In.QUERY, true, new Form.Many(new Form.Id(), 1, max), List.of(ID));
  }

  @Override
  public Optional<String> optionalId(String name) {
    return reads(name, In.QUERY, false, new Form.Id(), Optional.empty());
  }

  @Override
  public String requiredId(String name) {
    return reads(name, In.QUERY, true, new Form.Id(), ID);
  }

  @Override
  public <T> Optional<T> choice(String name, SequencedMap<String, T> words) {
    return reads(
        name, In.QUERY, false, new Form.Choice(List.copyOf(words.keySet())), Optional.empty());
  }

  @Override
  public boolean isYes(String name) {
    return reads(name, In.QUERY, false, new Form.YesOrNo(), false);
  }

  @Override
  public Optional<String> matching(
      String name, Pattern pattern, int maxCharacters, String expected) {
    return reads(
        name,
        In.QUERY,
        false,
        new Form.Matching(pattern.pattern(), maxCharacters, expected),
        Optional.empty());
  }

  @Override
  public String matching(
      String name, Pattern pattern, int maxCharacters, String expected, String example) {
    return reads(
        name,
        In.QUERY,
        true,
        new Form.Matching(pattern.pattern(), maxCharacters, expected),
        example);
  }

  @Override
  public List<String> allMatching(
      String name, int max, Pattern pattern, int maxCharacters, String expected) {
    return reads(
        name,
        In.QUERY,
        false,
        new Form.Many(new Form.Matching(pattern.pattern(), maxCharacters, expected), 0, max),
        List.of());
  }
}
