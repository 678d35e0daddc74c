package harbor.kit.bff.openapi;

/** What the contracts' authors wrote beside their messages and fields. */
@FunctionalInterface
public interface Words {
  /**
   * The comment; empty when there is none.
   *
   * @param name full name of a message or field
   */
  String of(String name);
}
