package harbor.shipping.shipment;

import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import java.util.List;

/**
 * To whom goods go.
 *
 * @param receiver 1 to 200 characters
 * @param lines street and number, then further ones: 1 to 4
 * @param city 1 to 200 characters
 * @param phone may be empty
 */
public record Address(
    String receiver, List<String> lines, String city, Destination destination, String phone) {
  private static final int MAX_CHARACTERS = 200;
  private static final int MAX_LINES = 4;
  private static final int MAX_PHONE = 50;

  /** Checks all, and copies the lines. */
  public Address {
    Fields.requiredText("name", receiver, MAX_CHARACTERS);
    lines = Fields.texts("lines", lines, MAX_LINES, MAX_CHARACTERS);
    if (lines.isEmpty()) {
      throw new InvalidField("lines", "Empty (expected: 1 to %d lines).".formatted(MAX_LINES));
    }
    Fields.requiredText("city", city, MAX_CHARACTERS);
    Fields.text("phone", phone, MAX_PHONE);
  }
}
