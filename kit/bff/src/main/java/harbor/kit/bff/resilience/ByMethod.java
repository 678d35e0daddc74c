package harbor.kit.bff.resilience;

import io.grpc.MethodDescriptor;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** One of something for each method that is called, made at its first call. Thread-safe. */
final class ByMethod<T> {
  private final Map<String, T> byName = new ConcurrentHashMap<>();
  private final Function<MethodDescriptor<?, ?>, T> make;

  ByMethod(Function<MethodDescriptor<?, ?>, T> make) {
    this.make = make;
  }

  T of(MethodDescriptor<?, ?> method) {
    T known = byName.get(method.getFullMethodName());
    return known != null
        ? known
        : byName.computeIfAbsent(method.getFullMethodName(), _ -> make.apply(method));
  }

  /** What there is, by the method's full name in alphabetical order. */
  Map<String, T> all() {
    return new TreeMap<>(byName);
  }
}
