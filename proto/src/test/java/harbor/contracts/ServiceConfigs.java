package harbor.contracts;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import harbor.scripted.ScriptedCores;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The gRPC service configs that stand beside the services' contracts. */
public final class ServiceConfigs {
  private final Map<String, Stated> methods;

  private ServiceConfigs(Map<String, Stated> methods) {
    this.methods = Map.copyOf(methods);
  }

  /**
   * What is stated of a method.
   *
   * @param timeout the longest that a caller waits
   * @param retryable how a call may end that is worth repeating
   */
  public record Stated(Duration timeout, Set<Status.Code> retryable) {
    /** Copies the set. */
    public Stated {
      retryable = Set.copyOf(retryable);
    }
  }

  /** Of all core services. */
  public static ServiceConfigs ofAll() {
    Map<String, Stated> methods = new HashMap<>();
    for (ServiceDescriptor service : ScriptedCores.services()) {
      JsonObject config = new Gson().fromJson(text(service), JsonObject.class);
      for (JsonElement element : config.getAsJsonArray("methodConfig")) {
        JsonObject method = element.getAsJsonObject();
        for (JsonElement name : method.getAsJsonArray("name")) {
          String fullName =
              name.getAsJsonObject().get("service").getAsString()
                  + "/"
                  + name.getAsJsonObject().get("method").getAsString();
          if (methods.put(fullName, stated(method)) != null) {
            throw new IllegalStateException(fullName + " stands there twice");
          }
        }
      }
    }
    return new ServiceConfigs(methods);
  }

  /** What is stated, by full method name. */
  public Map<String, Stated> methods() {
    return methods;
  }

  /** One service's, as gRPC takes it. */
  static Map<String, Object> asGrpcTakesIt(ServiceDescriptor service) {
    return new Gson().fromJson(text(service), new TypeToken<Map<String, Object>>() {});
  }

  /**
   * {@code harbor.catalog.v1.CatalogService} has {@code harbor/catalog/v1/catalog_service.json}.
   */
  private static String text(ServiceDescriptor service) {
    String name =
        "/%s.json"
            .formatted(
                service
                    .getName()
                    .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                    .toLowerCase(Locale.ROOT)
                    .replace('.', '/'));
    try (InputStream in = ServiceConfigs.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stated stated(JsonObject method) {
    Set<Status.Code> retryable = EnumSet.noneOf(Status.Code.class);
    JsonObject policy = method.getAsJsonObject("retryPolicy");
    if (policy != null) {
      for (JsonElement code : policy.getAsJsonArray("retryableStatusCodes")) {
        retryable.add(Status.Code.valueOf(code.getAsString()));
      }
    }
    return new Stated(
        Duration.parse("PT" + method.get("timeout").getAsString().toUpperCase(Locale.ROOT)),
        retryable);
  }
}
