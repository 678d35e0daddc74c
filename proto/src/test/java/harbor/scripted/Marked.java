package harbor.scripted;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import harbor.content.v1.SectionType;
import harbor.inventory.v1.StockStatus;
import harbor.orders.v1.OrderStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Messages in which every field says which one it is: texts are {@code marker-<n>}, numbers differ
 * as far as their range allows. Fields are found by reflection, so that a new one is marked too.
 */
final class Marked {
  private static final List<Object> PRODUCTS = List.of("HB1001", "HB1002");

  private static final List<Object> DAYS = List.of("2126-03-05", "2126-04-07");

  /** Where not every number or text makes sense: two that do. */
  private static final Map<String, List<Object>> SENSIBLE =
      Map.ofEntries(
          Map.entry("harbor.type.v1.Money.currency", List.of("EUR", "USD")),
          Map.entry("harbor.orders.v1.Order.currency", List.of("EUR", "USD")),
          Map.entry("harbor.reviews.v1.Review.rating", List.of(4, 5)),
          Map.entry("harbor.catalog.v1.FoundProduct.rating_tenths", List.of(37, 28)),
          Map.entry("harbor.reviews.v1.Rating.average_tenths", List.of(37, 28)),
          Map.entry("harbor.pricing.v1.Price.discount_basis_points", List.of(1_234, 5_678)),
          Map.entry(
              "harbor.type.v1.PersonalRecord.json",
              List.of("{\"city\": \"Lyon\"}", "{\"city\": \"Metz\"}")),
          Map.entry("harbor.pricing.v1.Offer.currency", List.of("EUR", "USD")),
          // What one service says of a product is found by the id that another one gave.
          Map.entry("harbor.carts.v1.Line.product_id", PRODUCTS),
          Map.entry("harbor.users.v1.ProductMark.product_id", PRODUCTS),
          Map.entry("harbor.orders.v1.OrderLine.product_id", PRODUCTS),
          Map.entry("harbor.catalog.v1.Product.id", PRODUCTS),
          Map.entry("harbor.inventory.v1.Stock.product_id", PRODUCTS),
          // What can be delivered, and what cannot.
          Map.entry(
              "harbor.inventory.v1.Stock.status",
              List.of(
                  StockStatus.STOCK_STATUS_AVAILABLE.getValueDescriptor(),
                  StockStatus.STOCK_STATUS_OUT_OF_STOCK.getValueDescriptor())),
          Map.entry("harbor.pricing.v1.Price.product_id", PRODUCTS),
          Map.entry("harbor.pricing.v1.OfferLine.product_id", PRODUCTS),
          Map.entry("harbor.recommendations.v1.PersonalRecommendation.product_id", PRODUCTS),
          Map.entry("harbor.orders.v1.OrderShipping.earliest", DAYS),
          Map.entry("harbor.orders.v1.OrderShipping.latest", DAYS),
          // An order that comes, and one that does not.
          Map.entry(
              "harbor.orders.v1.Order.status",
              List.of(
                  OrderStatus.ORDER_STATUS_SHIPPED.getValueDescriptor(),
                  OrderStatus.ORDER_STATUS_CANCELLED.getValueDescriptor())),
          // Sections that are somebody's by a flag that everybody has.
          Map.entry(
              "harbor.content.v1.Section.type",
              List.of(
                  SectionType.SECTION_TYPE_RECOMMENDATIONS.getValueDescriptor(),
                  SectionType.SECTION_TYPE_RECENTLY_SEEN.getValueDescriptor())),
          Map.entry("harbor.content.v1.Flag.name", List.of("all", "other")),
          Map.entry("harbor.content.v1.Flag.rollout_basis_points", List.of(10_000, 0)),
          Map.entry("harbor.content.v1.FlagVariant.name", List.of("on", "other")),
          Map.entry("harbor.content.v1.FlagCondition.flag", List.of("all", "none")),
          Map.entry("harbor.content.v1.FlagCondition.variant", List.of("on", "off")));

  /** Not there: a section with a condition is on no page that is everybody's. */
  private static final Set<String> ABSENT = Set.of("harbor.content.v1.Section.shown_when");

  /** What is found by its id stands there once. */
  private static final Map<String, Integer> TIMES =
      Map.of(
          "harbor.reviews.v1.Rating.histogram", 5,
          "harbor.catalog.v1.BatchGetProductsResponse.products", 1,
          "harbor.inventory.v1.BatchGetStockResponse.stock", 1,
          "harbor.pricing.v1.BatchGetPricesResponse.prices", 1,
          "harbor.pricing.v1.Offer.lines", 1);

  private int markers;

  /**
   * One field, changed.
   *
   * @param path names of the fields from the message down
   * @param marker the text in the unchanged message, "" when it is no text
   * @param changed the message in which only this field is another
   */
  record Change(String path, String marker, Message changed) {}

  /**
   * A message of this type with every field set, but for the absent ones; lists have two members
   * unless said otherwise.
   */
  Message fill(Message type) {
    Message.Builder builder = type.newBuilderForType();
    for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
      if (field.isRepeated()) {
        for (int i = 0; i < TIMES.getOrDefault(field.getFullName(), 2); i++) {
          builder.addRepeatedField(field, value(builder, field));
        }
      } else if (!ABSENT.contains(field.getFullName())) {
        builder.setField(field, value(builder, field));
      }
    }
    return builder.build();
  }

  /** Every field of a filled message, the first member of a list standing for all. */
  static List<Change> changes(Message filled) {
    List<Change> changes = new ArrayList<>();
    collect(filled, filled.getDescriptorForType().getName(), UnaryOperator.identity(), changes);
    return changes;
  }

  private static void collect(
      Message message, String path, UnaryOperator<Message> whole, List<Change> changes) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      String below = path + '.' + field.getName();
      Object value =
          field.isRepeated() ? message.getRepeatedField(field, 0) : message.getField(field);
      if (value instanceof Message part) {
        collect(part, below, changed -> whole.apply(with(message, field, changed)), changes);
      } else {
        changes.add(
            new Change(
                below,
                value instanceof String text && text.startsWith("marker-") ? text : "",
                whole.apply(with(message, field, another(field, value)))));
      }
    }
  }

  private static Message with(Message message, FieldDescriptor field, Object value) {
    Message.Builder builder = message.toBuilder();
    return field.isRepeated()
        ? builder.setRepeatedField(field, 0, value).build()
        : builder.setField(field, value).build();
  }

  private Object value(Message.Builder parent, FieldDescriptor field) {
    List<Object> sensible = SENSIBLE.get(field.getFullName());
    if (sensible != null) {
      return sensible.getFirst();
    }
    int marker = ++markers;
    return switch (field.getJavaType()) {
      case STRING -> "marker-" + marker;
      case INT -> 1_000 + marker;
      case LONG -> 100_000L + marker;
      case FLOAT -> marker + 0.5f;
      case DOUBLE -> marker + 0.5;
      case BOOLEAN -> true;
      case ENUM -> field.getEnumType().getValues().getLast();
      case MESSAGE -> fill(parent.newBuilderForField(field).buildPartial());
      case BYTE_STRING -> throw new IllegalArgumentException("no marker for " + field);
    };
  }

  private static Object another(FieldDescriptor field, Object value) {
    List<Object> sensible = SENSIBLE.get(field.getFullName());
    if (sensible != null) {
      return sensible.getLast();
    }
    return switch (value) {
      case String text -> text.replace("marker", "changed");
      case Integer number -> number + 7_000;
      case Long number -> number + 7_000;
      case Float number -> number + 7_000;
      case Double number -> number + 7_000;
      case Boolean flag -> !flag;
      case EnumValueDescriptor known -> known.getType().getValues().get(known.getIndex() - 1);
      default -> throw new IllegalArgumentException("no change for " + field);
    };
  }
}
