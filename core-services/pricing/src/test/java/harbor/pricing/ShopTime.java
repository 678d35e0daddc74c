package harbor.pricing;

/** Moves the time of the database. */
final class ShopTime {
  private ShopTime() {}

  /** The statement after which it is that time. */
  static String is(String instant) {
    return """
    CREATE OR REPLACE FUNCTION pricing.shop_time() RETURNS timestamptz LANGUAGE sql STABLE
      AS 'SELECT timestamptz ''%s'''
    """
        .formatted(instant);
  }
}
