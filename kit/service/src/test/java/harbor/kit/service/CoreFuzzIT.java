package harbor.kit.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.StringValue;
import harbor.kit.runtime.Logging;
import harbor.kit.service.database.TestDatabase;
import harbor.kit.testing.fuzz.Fuzz;
import harbor.kit.testing.fuzz.FuzzRun;
import harbor.observability.Telemetry;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Connections to a core service that are nearly right: none of them is a fault of ours. */
class CoreFuzzIT {
  private static final List<String> METHODS =
      List.of(
          "harbor.test.v1.Test/Echo",
          "grpc.health.v1.Health/Check",
          "grpc.health.v1.Health/Watch",
          "grpc.reflection.v1.ServerReflection/ServerReflectionInfo");

  private static final MethodDescriptor<StringValue, StringValue> ECHO =
      MethodDescriptor.<StringValue, StringValue>newBuilder()
          .setType(MethodType.UNARY)
          .setFullMethodName("harbor.test.v1.Test/Echo")
          .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .build();

  @BeforeAll
  static void logAsAProcessDoes() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Logging.leaveOutClients();
  }

  @AfterAll
  static void logAsBefore() {
    SLF4JBridgeHandler.uninstall();
  }

  @Test
  void nothingIsAFaultOfOurs() throws Exception {
    assertNothingOfOurs(20_261_128, 500);
  }

  @Test
  @Tag("proof")
  @Tag("fuzz")
  void nothingIsAFaultOfOurs_whicheverSeed() throws Exception {
    assertNothingOfOurs(System.nanoTime(), 40_000);
  }

  private static void assertNothingOfOurs(long seed, int connections) throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    try (Telemetry telemetry = Telemetry.recording("test", InMemorySpanExporter.create());
        CoreServer core =
            CoreServer.start(
                TestCore.settings("test", TestDatabase.none("test"), Duration.ofSeconds(1)),
                telemetry,
                List.of(CoreFuzzIT::echo),
                UnaryOperator.identity(),
                () -> {})) {
      log.start();
      root.addAppender(log);

      assertThat(FuzzRun.answersOfOurs(core.port(), new Fuzz(seed, METHODS), connections))
          .as("seed %d", seed)
          .isEmpty();
    } finally {
      root.detachAppender(log);
    }
    assertThat(log.list)
        .as("seed %d", seed)
        .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
        .isEmpty();
  }

  private static ServerServiceDefinition echo() {
    return ServerServiceDefinition.builder("harbor.test.v1.Test")
        .addMethod(
            ECHO,
            ServerCalls.asyncUnaryCall(
                (request, observer) -> {
                  observer.onNext(request);
                  observer.onCompleted();
                }))
        .build();
  }
}
