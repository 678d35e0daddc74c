package harbor.web.admin;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.input.Request;
import harbor.type.v1.Table;
import harbor.type.v1.TableColumn;
import harbor.type.v1.TableFilter;
import harbor.type.v1.TableOperator;
import harbor.type.v1.TableQuery;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which columns of a row's view can be asked for, and how: its fields with the option {@code
 * harbor.type.v1.column}, those of its lists as {@code lines.productId}. Anything else is refused,
 * whether there is such a field somewhere or not.
 *
 * <pre>{@code
 * ?status=shipped&status=delivered&placedAt.min=2026-11-01T00:00:00Z&sort=-totalMinor&pageSize=50
 * }</pre>
 */
final class TableRequests {
  private static final String SORT = "sort";
  private static final String PAGE_SIZE = "pageSize";
  private static final String PAGE_TOKEN = "pageToken";
  private static final int DEFAULT_SIZE = 50;
  private static final int MAX_SIZE = 200;
  private static final int MAX_TOKEN = 1_000;
  private static final int MAX_VALUES = 20;
  private static final int MAX_TEXT = 254;

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

  /** In the order of the row's fields: a column that is added later comes last. */
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  private final Map<String, String> sorts = new TreeMap<>();

  /**
   * A filter by its parameter.
   *
   * @param words the values that have words
   */
  private record Parameter(
      String column,
      TableOperator operator,
      FieldDescriptor field,
      Optional<EnumDescriptor> words) {}

  /** Those of a row. */
  TableRequests(Descriptor row, RowViews views) {
    for (FieldDescriptor field : row.getFields()) {
      add("", "", field, views.words(field));
      if (field.isRepeated() && field.getJavaType() == JavaType.MESSAGE) {
        field
            .getMessageType()
            .getFields()
            .forEach(
                nested ->
                    add(
                        field.getJsonName() + ".",
                        field.getName() + ".",
                        nested,
                        Optional.empty()));
      }
    }
  }

  private void add(
      String clients, String services, FieldDescriptor field, Optional<EnumDescriptor> words) {
    TableColumn column = field.getOptions().getExtension(Table.column);
    String name = clients + field.getJsonName();
    for (TableOperator operator : column.getFiltersList()) {
      String suffix =
          switch (operator) {
            case TABLE_OPERATOR_ONE_OF -> "";
            case TABLE_OPERATOR_MIN -> ".min";
            case TABLE_OPERATOR_MAX -> ".max";
            case TABLE_OPERATOR_PREFIX -> ".prefix";
            case TABLE_OPERATOR_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException(field.getFullName() + ": no operator");
          };
      parameters.put(
          name + suffix, new Parameter(services + field.getName(), operator, field, words));
    }
    if (column.getSorts()) {
      sorts.put(name, services + field.getName());
    }
  }

  /** The parameters that filter, by name. */
  Map<String, TableOperator> filters() {
    Map<String, TableOperator> filters = new HashMap<>();
    parameters.forEach((name, parameter) -> filters.put(name, parameter.operator()));
    return filters;
  }

  /** The columns that sort. */
  List<String> sorts() {
    return List.copyOf(sorts.keySet());
  }

  /** What a client asks for; everything that is not declared is refused by its name. */
  TableQuestion question(Request request) {
    for (String name : request.parameters()) {
      if (!parameters.containsKey(name) && !List.of(SORT, PAGE_SIZE, PAGE_TOKEN).contains(name)) {
        throw new BadRequest(name, "a parameter of this table");
      }
    }
    TableQuery.Builder query = TableQuery.newBuilder();
    request.text(SORT, MAX_TEXT).ifPresent(sort -> sort(sort, query));
    int size = request.integer(PAGE_SIZE, DEFAULT_SIZE, 1, MAX_SIZE);
    String token = request.text(PAGE_TOKEN, MAX_TOKEN).orElse("");
    parameters.forEach(
        (name, parameter) -> {
          TableFilter filter = filter(name, parameter, request);
          if (filter.getValuesCount() > 0) {
            query.addFilters(filter);
          }
        });
    return new TableQuestion(query.build(), size, token);
  }

  /** The one row of this id. */
  static TableQuestion row(String id) {
    TableFilter filter =
        TableFilter.newBuilder()
            .setColumn("id")
            .setOperator(TableOperator.TABLE_OPERATOR_ONE_OF)
            .addValues(id)
            .build();
    return new TableQuestion(TableQuery.newBuilder().addFilters(filter).build(), 1, "");
  }

  private void sort(String sort, TableQuery.Builder query) {
    boolean isDescending = sort.startsWith("-");
    String column = sorts.get(isDescending ? sort.substring(1) : sort);
    if (column == null) {
      throw new BadRequest(
          SORT, "one of %s, with - before it for the greatest first".formatted(sorts()));
    }
    query.setSort(column).setDescending(isDescending);
  }

  private static TableFilter filter(String name, Parameter parameter, Request request) {
    int max = parameter.operator() == TableOperator.TABLE_OPERATOR_ONE_OF ? MAX_VALUES : 1;
    TableFilter.Builder filter =
        TableFilter.newBuilder().setColumn(parameter.column()).setOperator(parameter.operator());
    request
        .texts(name, max, MAX_TEXT)
        .forEach(text -> filter.addValues(value(name, parameter, text)));
    return filter.build();
  }

  private static String value(String name, Parameter parameter, String text) {
    if (parameter.words().isPresent()) {
      EnumDescriptor type = parameter.words().get();
      EnumValueDescriptor value =
          EnumWords.value(type, text)
              .orElseThrow(() -> new BadRequest(name, "one of " + EnumWords.words(type)));
      return EnumWords.name(value);
    }
    String expected = expected(parameter.field(), text);
    if (!expected.isEmpty()) {
      throw new BadRequest(name, expected);
    }
    return text;
  }

  /** What was expected instead; empty when it is that. */
  private static String expected(FieldDescriptor field, String text) {
    return switch (field.getJavaType()) {
      case INT, LONG -> NUMBER.matcher(text).matches() ? "" : "a whole number";
      case BOOLEAN -> text.equals("true") || text.equals("false") ? "" : "true or false";
      case MESSAGE -> isTime(text) ? "" : "a time like 2026-11-28T09:30:00Z";
      default -> "";
    };
  }

  private static boolean isTime(String text) {
    try {
      var _ = OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeException _) {
      return false;
    }
  }
}
