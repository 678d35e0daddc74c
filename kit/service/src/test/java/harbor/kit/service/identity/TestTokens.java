package harbor.kit.service.identity;

import harbor.kit.client.Caller;
import harbor.kit.client.identity.Identity;
import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.client.identity.KeyFiles;
import harbor.kit.client.identity.ServiceTokens;
import harbor.type.v1.Access;
import harbor.type.v1.AccessOuterClass;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keys of all who call in tests, one directory a JVM, and calls with tokens made with them. */
public final class TestTokens {
  /** A process that has keys and that no contract names. */
  public static final String UNNAMED = "media";

  private static final Duration LIFETIME = Duration.ofMinutes(2);
  private static final KeyFiles FILES =
      made(
          List.of(
              "web-bff",
              "mobile-bff",
              "watch-bff",
              "importer",
              "harbor",
              "catalog",
              "carts",
              "orders",
              "reviews",
              "shipping",
              "pricing",
              "recommendations",
              UNNAMED));

  private TestTokens() {}

  /** Keys of their own for these processes. */
  public static KeyFiles made(List<String> processes) {
    try {
      KeyFiles files = new KeyFiles(Files.createTempDirectory("keys"));
      files.make(processes);
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The keys that everybody has. */
  public static KeyFiles files() {
    return FILES;
  }

  /** Settings with these keys. */
  public static IdentitySettings settings() {
    return new IdentitySettings(Optional.of(FILES), LIFETIME);
  }

  /** Tokens of a process. */
  public static ServiceTokens of(String process, InstantSource clock) {
    return ServiceTokens.of(process, LIFETIME, FILES, clock);
  }

  /** Lets a process call a service on somebody's behalf. */
  public static ClientInterceptor calling(
      String process, String service, Caller caller, InstantSource clock) {
    return of(process, clock).interceptor(service, _ -> Identity.of(caller));
  }

  /** Lets each method be called by the first process that its contract names. */
  public static ClientInterceptor asNamed(String service, Caller caller, InstantSource clock) {
    return asNamed(FILES, service, caller, clock);
  }

  /** The same with other keys. */
  public static ClientInterceptor asNamed(
      KeyFiles files, String service, Caller caller, InstantSource clock) {
    Map<String, ClientInterceptor> known = new ConcurrentHashMap<>();
    return new ClientInterceptor() {
      @Override
      public <Q, A> ClientCall<Q, A> interceptCall(
          MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        Optional<Access> access = access(method);
        if (access.isEmpty()) {
          return next.newCall(method, options);
        }
        return known
            .computeIfAbsent(
                named(access.get().getCallers(0)),
                process ->
                    ServiceTokens.of(process, LIFETIME, files, clock)
                        .interceptor(service, _ -> Identity.of(caller)))
            .interceptCall(method, options, next);
      }
    };
  }

  private static String named(String callers) {
    return callers.equals("*") ? "catalog" : callers.replace("*", "web");
  }

  /** What a contract says of who may call; empty when it does not. */
  public static Optional<Access> access(MethodDescriptor<?, ?> method) {
    return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema
            && schema.getMethodDescriptor().getOptions().hasExtension(AccessOuterClass.access)
        ? Optional.of(
            schema.getMethodDescriptor().getOptions().getExtension(AccessOuterClass.access))
        : Optional.empty();
  }
}
