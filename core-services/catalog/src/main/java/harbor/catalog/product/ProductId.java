package harbor.catalog.product;

import harbor.kit.runtime.Identifiers;
import harbor.kit.service.InvalidField;

/**
 * The shop's id of a product; never changes.
 *
 * @param value 1 to 64 characters of {@code [A-Za-z0-9._-]}
 */
public record ProductId(String value) implements Comparable<ProductId> {
  /** Checks the value. */
  public ProductId {
    if (!Identifiers.isWellFormed(value)) {
      throw new InvalidField(
          "id", "id is malformed (expected: 1 to 64 characters of [A-Za-z0-9._-]).");
    }
  }

  /** In the order of bytes, as the database has it. */
  @Override
  public int compareTo(ProductId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
