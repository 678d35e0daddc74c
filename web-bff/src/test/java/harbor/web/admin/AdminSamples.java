package harbor.web.admin;

import harbor.screens.Sample;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A sample of each of the tables' routes, as an administrator asks. */
public final class AdminSamples {
  /** The tables that are listed. */
  static final List<String> TABLES =
      List.of(
          "products",
          "categories",
          "prices",
          "promotions",
          "stock",
          "reservations",
          "users",
          "carts",
          "orders",
          "payments",
          "shipments",
          "reviews",
          "tax-rates",
          "shipping-methods");

  private AdminSamples() {}

  /** All of them. */
  public static List<Sample> all() {
    return Stream.concat(
            TABLES.stream().map(table -> Sample.get("admin-" + table, "/web/admin/" + table)),
            changes())
        .map(sample -> sample.signedIn(Set.of("admin")))
        .toList();
  }

  /** Those that change a row. */
  static Stream<Sample> changes() {
    return Stream.of(
        change("products", "{\"published\": false, \"description\": null}"),
        change("prices", "{\"listMinor\": 4990, \"saleMinor\": null}"),
        change("promotions", "{\"active\": false, \"maxUses\": 0}"),
        change(
            "stock",
            "{\"status\": \"available\", \"places\": [{\"placeId\": \"P02\", \"onHand\": 7}]}"),
        change("users", "{\"loyaltyTier\": \"gold\"}"),
        change("orders", "{\"needsReview\": false}"),
        change("reviews", "{\"moderation\": \"approved\"}"));
  }

  private static Sample change(String table, String body) {
    return Sample.write(
            "admin-" + table + "-edit", "PATCH", "/web/admin/" + table + "/HB1001", body)
        .header("if-match", "\"7\"");
  }
}
