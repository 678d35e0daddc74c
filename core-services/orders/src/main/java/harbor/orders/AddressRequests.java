package harbor.orders;

import harbor.kit.service.call.Failure;
import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import harbor.shop.v1.Destination;
import harbor.shop.v1.PostalAddress;
import java.util.regex.Pattern;

/** Addresses as contracts have them. */
final class AddressRequests {
  private static final int MAX_TEXT = 200;
  private static final int MAX_LINES = 4;
  private static final int MAX_CODE = 40;
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

  private AddressRequests() {}

  /**
   * Reads one.
   *
   * @throws Failure when it is none
   */
  static Order.Address read(PostalAddress message) {
    Destination destination = message.getDestination();
    try {
      if (!COUNTRY.matcher(destination.getCountry()).matches()) {
        throw new InvalidField("country", "Malformed (expected: two capital letters).");
      }
      Fields.list("lines", message.getLinesList(), MAX_LINES);
      Fields.present("lines", message.getLinesCount() > 0);
      return new Order.Address(
          Fields.requiredText("name", message.getName(), MAX_TEXT),
          Fields.texts("lines", message.getLinesList(), MAX_LINES, MAX_TEXT),
          Fields.requiredText("city", message.getCity(), MAX_TEXT),
          Fields.text("region", destination.getRegion(), MAX_TEXT),
          Fields.text("postal_code", destination.getPostalCode(), MAX_CODE),
          Fields.text("phone", message.getPhone(), MAX_CODE));
    } catch (InvalidField e) {
      throw Failure.invalidArgument(
          "INVALID_ADDRESS", "address." + e.field() + ": " + e.description());
    }
  }

  /** Where an order goes. */
  static PostalAddress address(Order order) {
    Order.Address address = order.address().orElseThrow();
    return PostalAddress.newBuilder()
        .setName(address.name())
        .addAllLines(address.lines())
        .setCity(address.city())
        .setDestination(destination(order))
        .setPhone(address.phone())
        .build();
  }

  /** The same as far as price, tax and shipping depend on it. */
  static Destination destination(Order order) {
    Order.Address address = order.address().orElseThrow();
    return Destination.newBuilder()
        .setCountry(order.country())
        .setRegion(address.region())
        .setPostalCode(address.postalCode())
        .build();
  }
}
