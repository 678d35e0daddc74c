package harbor.kit.bff.plan;

import com.google.protobuf.Message;

/** Types of messages that the compiler wrote down in an empty array of them. */
public final class Types {
  private Types() {}

  /**
   * The type of an array's elements.
   *
   * @param array the class of one that the compiler made for a variable arity parameter, where it
   *     knew the type
   * @throws IllegalArgumentException when it did not: where the type was itself a variable
   */
  @SuppressWarnings("unchecked") // the component type of an array of V is V's class
  public static <V extends Message> Class<V> element(Class<? extends Object[]> array) {
    Class<?> type = array.getComponentType();
    if (type.isInterface()) {
      throw new IllegalArgumentException(
          "type: %s (expected: a generated message)".formatted(type.getName()));
    }
    return (Class<V>) type;
  }
}
