package harbor.catalog.product;

import harbor.kit.service.row.Fields;

/**
 * The shop's id of a product; never changes.
 *
 * @param value by {@link harbor.kit.runtime.Identifiers#EXTERNAL_FORM}
 */
public record ProductId(String value) implements Comparable<ProductId> {
  /** Checks the value. */
  public ProductId {
    Fields.externalId("id", value);
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
