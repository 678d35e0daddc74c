package harbor.scripted;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import harbor.catalog.v1.BatchGetProductsResponse;
import harbor.catalog.v1.GetProductResponse;
import harbor.catalog.v1.Product;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.reviews.v1.ModerationStatus;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds out which fields of the core services' answers can be seen in a page, in two ways: each
 * field is changed by itself, and what changes in the view shows it; and the marker texts that
 * stand in the raw answer, headers included, show what is there besides the view.
 */
public final class FieldTrace {
  private static final Pattern MARKER = Pattern.compile("marker-\\d+");

  private final ScriptedCores cores;
  private final Supplier<Visitor.Answer> page;
  private final Function<Visitor.Answer, Message> view;
  private final UnaryOperator<Message> onTheWay;

  /**
   * A trace of one page.
   *
   * @param page fetches it
   * @param view decodes it, and leaves out what differs from one time to the next
   * @param onTheWay what becomes of a core service's answer before it is sent
   */
  public FieldTrace(
      ScriptedCores cores,
      Supplier<Visitor.Answer> page,
      Function<Visitor.Answer, Message> view,
      UnaryOperator<Message> onTheWay) {
    this.cores = cores;
    this.page = page;
    this.view = view;
    this.onTheWay = onTheWay;
  }

  /**
   * What can be seen, one line a field: {@code <field> -> <where in the view>, ...}.
   *
   * @throws AssertionError when the raw answer shows another text than the view does
   */
  public String visible() {
    Marked marked = new Marked();
    Map<MethodDescriptor<?, ?>, Message> filled = new HashMap<>();
    for (MethodDescriptor<?, ?> method : ScriptedCores.methods()) {
      Message answer = marked.fill(prototype(method));
      filled.put(method, answer);
      send(method, answer);
    }
    cores.forget();
    Visitor.Answer base = whole();
    Set<String> asked = cores.arrivals().stream().map(Arrival::method).collect(Collectors.toSet());

    SortedMap<String, SortedSet<String>> visible = new TreeMap<>();
    Set<String> shown = new TreeSet<>();
    filled.forEach(
        (method, answer) -> {
          if (asked.contains(method.getFullMethodName())) {
            for (Marked.Change change : Marked.changes(answer)) {
              send(method, change.changed());
              SortedSet<String> places = differences(view.apply(base), view.apply(whole()));
              if (!places.isEmpty()) {
                visible.put(change.path(), places);
                shown.add(change.marker());
              }
            }
            send(method, answer);
          }
        });
    assertNothingElse(base, filled, asked, shown);
    return visible.entrySet().stream()
        .map(seen -> seen.getKey() + " -> " + String.join(", ", seen.getValue()))
        .collect(Collectors.joining("\n"));
  }

  /** The marker texts in a text. */
  public static String readable(String text) {
    return MARKER.matcher(text).results().map(MatchResult::group).collect(Collectors.joining(" "));
  }

  private void assertNothingElse(
      Visitor.Answer base,
      Map<MethodDescriptor<?, ?>, Message> filled,
      Set<String> asked,
      Set<String> shown) {
    Map<String, String> hidden = new TreeMap<>();
    filled.forEach(
        (method, answer) -> {
          for (Marked.Change change : Marked.changes(answer)) {
            if (!asked.contains(method.getFullMethodName()) || !shown.contains(change.marker())) {
              hidden.put(change.marker(), change.path());
            }
          }
        });
    Matcher found = MARKER.matcher(base.toString());
    while (found.find()) {
      if (hidden.containsKey(found.group())) {
        throw new AssertionError(
            hidden.get(found.group()) + " is in the answer but not in the view: " + base);
      }
    }
  }

  private void send(MethodDescriptor<?, ?> method, Message answer) {
    cores.script(method, Script.asAsked(shown(onTheWay.apply(answer))));
  }

  /** No page shows a review that is not approved, or a product that is not sold. */
  private static Message shown(Message answer) {
    return switch (answer) {
      case ListReviewsResponse list -> {
        ListReviewsResponse.Builder shown = list.toBuilder();
        shown
            .getReviewsBuilderList()
            .forEach(each -> each.setModeration(ModerationStatus.MODERATION_STATUS_APPROVED));
        yield shown.build();
      }
      case GetProductResponse one -> one.toBuilder().setProduct(sold(one.getProduct())).build();
      case BatchGetProductsResponse several -> {
        BatchGetProductsResponse.Builder shown = several.toBuilder().clearProducts();
        several.getProductsList().forEach(each -> shown.addProducts(sold(each)));
        yield shown.build();
      }
      default -> answer;
    };
  }

  private static Product sold(Product product) {
    return product.toBuilder().setPublished(true).setWithdrawn(false).build();
  }

  private Visitor.Answer whole() {
    Visitor.Answer answer = page.get();
    if (!answer.isWhole()) {
      throw new AssertionError("not whole: " + answer);
    }
    return answer;
  }

  private static Message prototype(MethodDescriptor<?, ?> method) {
    if (method.getResponseMarshaller() instanceof MethodDescriptor.PrototypeMarshaller<?> known
        && known.getMessagePrototype() instanceof Message message) {
      return message;
    }
    throw new IllegalArgumentException("method: " + method.getFullMethodName());
  }

  private static SortedSet<String> differences(Message one, Message other) {
    Map<String, List<Object>> ones = new HashMap<>();
    Map<String, List<Object>> others = new HashMap<>();
    flatten(one, "", ones);
    flatten(other, "", others);
    Set<String> places = new TreeSet<>(ones.keySet());
    places.addAll(others.keySet());
    return places.stream()
        .filter(place -> !Objects.equals(ones.get(place), others.get(place)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void flatten(Message message, String path, Map<String, List<Object>> into) {
    message
        .getAllFields()
        .forEach(
            (FieldDescriptor field, Object value) -> {
              String below = path.isEmpty() ? field.getName() : path + '.' + field.getName();
              for (Object member : value instanceof List<?> list ? list : List.of(value)) {
                if (member instanceof Message part) {
                  flatten(part, below, into);
                } else {
                  into.computeIfAbsent(below, _ -> new ArrayList<>()).add(member);
                }
              }
            });
  }
}
