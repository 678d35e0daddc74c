package harbor.web.admin;

import static harbor.kit.bff.plan.Call.critical;
import static java.time.Duration.ofMillis;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import harbor.kit.bff.edge.Route;
import harbor.kit.bff.edge.Routes;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.kit.client.Read;
import harbor.kit.client.Write;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One table: a core service's list as {@code GET /web/admin/<name>}, and its changes as {@code
 * PATCH /web/admin/<name>/{id}}. The core service decides who may.
 *
 * @param <Q> the core service's request
 * @param <A> its answer: one list of rows, and {@code next_page_token}
 * @param <V> the view of a page: {@code rows} and {@code next_page_token}
 * @param <R> the view of a row
 */
final class AdminTable<Q extends Message, A extends Message, V extends Message, R extends Message> {
  private static final String PREFIX = "/web/admin/";
  private static final Duration LIST = ofMillis(500);
  private static final Duration CHANGE = ofMillis(900);
  private static final Duration SLACK = ofMillis(100);
  private static final String NEXT = "next_page_token";

  private final String name;
  private final String service;
  private final Q question;
  private final Read<Q, A> list;
  private final Class<V> page;
  private final Class<R> row;
  private final RowViews views;
  private final TableRequests columns;

  /**
   * A table.
   *
   * @param name in its path
   * @param service whose it is: calls are named after it
   * @param question an empty request
   * @param within the field of a row's message that has everything but what is named otherwise
   * @param named fields of the row's view whose sources have other names, as paths
   */
  AdminTable(
      String name,
      String service,
      Q question,
      Read<Q, A> list,
      A answer,
      Class<V> page,
      Class<R> row,
      String within,
      Map<String, String> named) {
    this.name = name;
    this.service = service;
    this.question = question;
    this.list = list;
    this.page = page;
    this.row = row;
    Descriptor type = Internal.getDefaultInstance(row).getDescriptorForType();
    this.views =
        new RowViews(type, rows(answer.getDescriptorForType()).getMessageType(), within, named);
    this.columns = new TableRequests(type, views);
  }

  private static FieldDescriptor rows(Descriptor answer) {
    return answer.getFields().stream()
        .filter(FieldDescriptor::isRepeated)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(answer.getFullName() + ": no rows"));
  }

  /** What can be asked of it. */
  TableRequests columns() {
    return columns;
  }

  /** Adds the route of its pages. */
  AdminTable<Q, A, V, R> listed(Routes to) {
    CriticalCall<TableQuestion, A> call = call("list");
    to.get(
            PREFIX + name,
            columns::question,
            Plan.of(plan("list"), LIST.plus(SLACK), call)
                .shows(parts -> page(parts.of(call)), page))
        .signedIn()
        .privateCache(Duration.ZERO)
        .names("INVALID_PAGE_TOKEN", "pageToken");
    return this;
  }

  /**
   * Adds the route of its changes.
   *
   * @param change the core service's
   * @param id of the row that a request changes
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // handed on as it came
  final <I extends Message, M extends Message> Route<I, R> edited(
      Routes to, Write<I, M> change, Function<I, String> id, I... request) {
    CriticalCall<I, M> call = critical(service + ".update_" + plan(), change).within(CHANGE);
    return to.patch(
            PREFIX + name + "/{id}",
            Plan.of(plan("edit"), CHANGE.plus(SLACK), call)
                .changes()
                .shows(parts -> row(parts.of(call)), row),
            request)
        .signedIn()
        .within(CHANGE.plus(LIST).plus(SLACK))
        .ifMatch(now().with(input -> TableRequests.row(id.apply(input))));
  }

  /** A row as it is now, for whoever meant another version. */
  private Screen<TableQuestion, R> now() {
    CriticalCall<TableQuestion, A> call = call("now");
    return Plan.of(plan("now"), LIST.plus(SLACK), call)
        .shows(parts -> row(first(parts.of(call))), row);
  }

  private CriticalCall<TableQuestion, A> call(String what) {
    return critical(
            "%s.%s_%s".formatted(service, plan(), what),
            list.<TableQuestion>with(asked -> asked.request(question)))
        .within(LIST);
  }

  private String plan() {
    return name.replace('-', '_');
  }

  private String plan(String what) {
    return "web.admin.%s.%s".formatted(plan(), what);
  }

  private V page(A answer) {
    Message.Builder view = Internal.getDefaultInstance(page).newBuilderForType();
    FieldDescriptor to = view.getDescriptorForType().findFieldByName("rows");
    for (Message found : found(answer)) {
      view.addRepeatedField(to, views.view(found, view.newBuilderForField(to)));
    }
    Object next = answer.getField(answer.getDescriptorForType().findFieldByName(NEXT));
    if (!next.equals("")) {
      view.setField(view.getDescriptorForType().findFieldByName(NEXT), next);
    }
    return page.cast(view.build());
  }

  private R row(Message found) {
    return row.cast(views.view(found, Internal.getDefaultInstance(row).newBuilderForType()));
  }

  @SuppressWarnings("unchecked") // rows are messages
  private List<Message> found(A answer) {
    return (List<Message>) answer.getField(rows(answer.getDescriptorForType()));
  }

  private Message first(A answer) {
    return found(answer).getFirst();
  }
}
