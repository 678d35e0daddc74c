package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import harbor.contracts.ProtoReasons;
import harbor.contracts.ProtoReasons.Reason;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.answer.ErrorRow;
import harbor.kit.bff.answer.ErrorTable;
import harbor.kit.bff.plan.Miss;
import harbor.kit.client.InvalidAnswer;
import harbor.type.v1.AccessOuterClass;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the table of errors to the contracts, and its page in the docs to the table. */
class ErrorsTest {
  private static final Path ROOT = Path.of(System.getProperty("harbor.root"));
  private static final Path DOCS = ROOT.resolve("docs/errors.md");
  private static final Pattern MADE =
      Pattern.compile("(?s)(<!-- made from errors.tsv -->\n).*(\n<!-- end -->)");
  private static final Pattern SERVICE = Pattern.compile("harbor\\.(\\w+)\\.v1\\.\\w+ServiceGrpc");
  private static final Pattern PACKAGE = Pattern.compile("^harbor\\.(\\w+)\\.v1\\.");
  private static final Pattern METHOD = Pattern.compile("get(\\w+)Method");

  private static final ErrorTable TABLE = ErrorTable.read("/harbor/errors.tsv");

  @Test
  void everyReason_ofAnRpcThatABffCalls_hasARow() throws IOException {
    Map<String, Set<Reason>> named = ProtoReasons.of(ROOT.resolve("proto/harbor"));
    Set<String> called = calledRpcs();

    assertThat(called).contains("catalog.GetProduct", "reviews.ListReviews");
    assertThat(named).containsKeys(called.toArray(String[]::new));
    for (String rpc : called) {
      assertThat(rows()).as("reasons of %s", rpc).containsAll(named.getOrDefault(rpc, Set.of()));
    }
  }

  @Test
  void everyRow_isForAReason_thatAnRpcNames() throws IOException {
    Set<Reason> named =
        ProtoReasons.of(ROOT.resolve("proto/harbor")).values().stream()
            .flatMap(Set::stream)
            .collect(Collectors.toSet());
    // What any write of any service may say.
    named.add(new Reason("UNAVAILABLE", "DATABASE_READ_ONLY"));
    // What the clients' classes say of any answer that cannot be.
    named.add(new Reason("INTERNAL", InvalidAnswer.REASON));

    assertThat(named).containsAll(rows());
  }

  /** A BFF whose own calls are refused has a fault that its client did not make. */
  @Test
  void refusedServiceToken_isAFaultOfOurs_ofWhichAClientLearnsNothing() {
    for (Miss miss :
        List.of(
            Miss.of(Status.Code.UNAUTHENTICATED, "INVALID_SERVICE_TOKEN"),
            Miss.of(Status.Code.PERMISSION_DENIED, "NOT_ALLOWED"))) {
      ErrorAnswer answer = TABLE.of(miss, "carts.get_cart");

      assertThat(answer.status().code()).isEqualTo(500);
      assertThat(answer.code()).isEqualTo("INTERNAL");
      assertThat(answer.title() + answer.message()).doesNotContainIgnoringCase("token", "carts");
    }
  }

  @Test
  void reasons_areReadFromTheCommentAboveTheirRpc() {
    String proto =
        """
        // NOT_FOUND reason OF_THE_SERVICE.
        service CatalogService {
          // One product.
          //
          // INVALID_ARGUMENT reason BAD_ID when malformed, reason TOO_MANY above 100;
          // NOT_FOUND reason GONE or HIDDEN.
          rpc GetProduct(GetProductRequest) returns (GetProductResponse);
          // All of them, as JSON.
          rpc ListProducts(ListProductsRequest) returns (ListProductsResponse);
        }
        """;

    assertThat(ProtoReasons.read(proto))
        .containsEntry(
            "GetProduct",
            Set.of(
                new Reason("INVALID_ARGUMENT", "BAD_ID"),
                new Reason("INVALID_ARGUMENT", "TOO_MANY"),
                new Reason("NOT_FOUND", "GONE"),
                new Reason("NOT_FOUND", "HIDDEN")))
        .containsEntry("ListProducts", Set.of())
        .hasSize(2);
  }

  @Test
  void docs_showTheTable() throws IOException {
    String docs = Files.readString(DOCS);
    String made =
        MADE.matcher(docs)
            .replaceFirst(
                "$1" + Matcher.quoteReplacement(edge() + "\n" + grpc() + "\n\n" + calls()) + "$2");
    if (Boolean.getBoolean("harbor.golden.write")) {
      Files.writeString(DOCS, made);
    }

    assertThat(Files.readString(DOCS)).isEqualTo(made).contains("| 404 | `PRODUCT_NOT_FOUND` |");
  }

  private static String edge() {
    StringBuilder text = new StringBuilder("| HTTP | code | retryable | event | message |\n");
    text.append("|---|---|---|---|---|\n");
    for (ErrorRow row : TABLE.rows()) {
      if (row.at() == ErrorRow.At.EDGE) {
        text.append("| %s | `%s` | %s |\n".formatted(answer(row), row.key(), row.message()));
      }
    }
    return text.toString();
  }

  private static String calls() {
    StringBuilder text = new StringBuilder("| HTTP | code | retryable | call | message |\n");
    text.append("|---|---|---|---|---|\n");
    for (ErrorRow row : TABLE.rows()) {
      if (row.at() == ErrorRow.At.CALL) {
        text.append("| %s | `%s` | %s |\n".formatted(answer(row), row.key(), row.message()));
      }
    }
    return text.toString().stripTrailing();
  }

  private static String grpc() {
    StringBuilder text =
        new StringBuilder("| HTTP | code | retryable | status | reason | message | miss |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    for (ErrorRow row : TABLE.rows()) {
      if (row.at() == ErrorRow.At.GRPC) {
        text.append(
            "| %s | %s | %s | %s | %s |\n"
                .formatted(
                    answer(row), named(row.key()), named(row.reason()), row.message(), miss(row)));
      }
    }
    return text.toString().stripTrailing();
  }

  private static String answer(ErrorRow row) {
    return "%d | `%s` | %s"
        .formatted(row.status().code(), row.code(), row.retryable() ? "yes" : "no");
  }

  private static String named(String key) {
    return key.equals("*") ? "any other" : "`" + key + "`";
  }

  private static String miss(ErrorRow row) {
    return row.key().equals("*")
        ? "`" + Miss.Kind.of(Status.Code.UNKNOWN) + "`"
        : "`" + Miss.Kind.of(Status.Code.valueOf(row.key()), row.reason()) + "`";
  }

  private static Set<Reason> rows() {
    return TABLE.rows().stream()
        .filter(row -> row.at() == ErrorRow.At.GRPC && !row.reason().equals("*"))
        .map(row -> new Reason(row.key(), row.reason()))
        .collect(Collectors.toSet());
  }

  /** Read off the clients' classes: whose method descriptors they ask for. */
  private static Set<String> calledRpcs() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("harbor.clients")
            .stream()
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .filter(
                call ->
                    SERVICE.matcher(call.getTargetOwner().getFullName()).matches()
                        && METHOD.matcher(call.getName()).matches())
            .map(call -> rpc(call.getTargetOwner().getFullName(), call.getName()))
            // no request waits for a stream of changes: how it ends, no client is told
            .filter(rpc -> rpc.getType() == MethodType.UNARY && isForBffs(rpc))
            .map(rpc -> service(rpc) + "." + rpc.getBareMethodName())
            .collect(Collectors.toSet());
  }

  private static MethodDescriptor<?, ?> rpc(String grpcClass, String getter) {
    try {
      return (MethodDescriptor<?, ?>) Class.forName(grpcClass).getMethod(getter).invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(grpcClass + " has no " + getter, e);
    }
  }

  private static String service(MethodDescriptor<?, ?> rpc) {
    Matcher name = PACKAGE.matcher(rpc.getFullMethodName());
    assertThat(name.find()).as(rpc.getFullMethodName()).isTrue();
    return name.group(1);
  }

  /** Whether its contract lets a BFF call it. */
  private static boolean isForBffs(MethodDescriptor<?, ?> rpc) {
    return rpc.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema
        && schema
            .getMethodDescriptor()
            .getOptions()
            .getExtension(AccessOuterClass.access)
            .getCallersList()
            .stream()
            .anyMatch(caller -> caller.endsWith("-bff"));
  }
}
