package harbor.kit.bff.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.answer.EntityTag;
import harbor.kit.bff.edge.BufferedResponse;
import harbor.kit.bff.edge.SecurityHeaders;
import harbor.kit.bff.input.Parameter;
import harbor.kit.bff.input.Parameter.Form;
import harbor.kit.bff.input.Parameter.In;
import harbor.kit.bff.openapi.ApiService.Said;
import harbor.kit.bff.rpc.RpcProto;
import harbor.kit.bff.rpc.RpcSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/**
 * Serves a BFF's document as it is kept in {@code /harbor/openapi/<bff>.json} on the class path,
 * the schemas of its views, and a page for people. All of it is the same for everybody and
 * cacheable. Read when it is asked for first. Thread-safe.
 */
public final class ApiPages {
  private static final String DOCUMENT = "/openapi.json";
  private static final String SCHEMAS = "/schemas/{view}";
  private static final String FIELDS = "/schemas/fields.txt";
  private static final String PROTO = "/schemas/rpc.proto";
  private static final String RPCS = "/schemas/rpc.binpb";
  private static final String DOCS = "/docs";
  private static final String SUFFIX = ".json";
  private static final MediaType SCHEMA = MediaType.create("application", "schema+json");
  private static final String GZIP = "gzip";
  private static final String READS = "GET, HEAD";
  private static final String CACHING = "public, max-age=300";

  private final String bff;
  private final Answers answers;
  private final RpcSchema rpcs;

  /** What was asked for and is there; what is not there is not remembered. */
  private final Map<String, Content> contents = new ConcurrentHashMap<>();

  /**
   * What is served, also smaller.
   *
   * @param tag a weak one, the same for both
   */
  private record Content(MediaType type, SharedBytes plain, SharedBytes gzip, String tag) {
    static Content of(MediaType type, String text) {
      return of(type, text.getBytes(UTF_8));
    }

    static Content of(MediaType type, byte[] bytes) {
      return new Content(
          type,
          SharedBytes.of(bytes),
          SharedBytes.of(zipped(bytes)),
          "W/\"%08x-%x\"".formatted(Arrays.hashCode(bytes), bytes.length));
    }

    private static byte[] zipped(byte[] bytes) {
      ByteArrayOutputStream zipped = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
        gzip.write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException("In memory", e);
      }
      return zipped.toByteArray();
    }
  }

  private ApiPages(String bff, Answers answers, RpcSchema rpcs) {
    this.bff = bff;
    this.answers = answers;
    this.rpcs = rpcs;
  }

  /** The services by path. */
  public static Map<String, HttpService> of(String bff, Answers answers, RpcSchema rpcs) {
    ApiPages pages = new ApiPages(bff, answers, rpcs);
    Map<String, HttpService> services = new LinkedHashMap<>();
    services.put(DOCUMENT, pages.serving(_ -> DOCUMENT));
    services.put(FIELDS, pages.serving(_ -> FIELDS));
    for (String path : List.of(PROTO, RPCS)) {
      services.put(path, pages.serving(_ -> path));
    }
    services.put(SCHEMAS, pages.serving(ctx -> String.valueOf(ctx.pathParam("view"))));
    services.put(DOCS, pages.serving(_ -> DOCS));
    return services;
  }

  /** What clients need to know of them. */
  public static List<ApiService> api() {
    return List.of(
        ApiService.get(
            DOCUMENT, "This document.", Said.of("OpenAPI 3.1.", MediaType.JSON.toString())),
        ApiService.get(
            FIELDS,
            "All fields that may leave, a line each: view, member, type.",
            Said.of("The lines.", "text/plain")),
        ApiService.get(
            PROTO,
            "The rpcs of its pages, for gRPC and gRPC-Web, as a .proto that imports the views.",
            Said.of("The .proto.", "text/plain")),
        ApiService.get(
            RPCS,
            "The same with all that it imports, as buf and protoc read it.",
            Said.of("A google.protobuf.FileDescriptorSet.", "application/x-protobuf")),
        new ApiService(
            "GET",
            SCHEMAS,
            "The JSON Schema of a view, by its full name with .json.",
            List.of(
                new Parameter(
                    "view", In.PATH, true, new Form.Matching("[\\w.]+\\.json", 200, "A name"))),
            new TreeMap<>(
                Map.of(
                    200, Said.of("JSON Schema 2020-12.", SCHEMA.toString()),
                    304, Said.empty("What If-None-Match names is still right."))),
            false),
        ApiService.get(DOCS, "This document for people to read.", Said.of("A page.", "text/html")));
  }

  private HttpService serving(Function<ServiceRequestContext, String> name) {
    BufferedResponse page =
        (ctx, request) -> {
          if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            ctx.setAdditionalResponseHeader(HttpHeaderNames.ALLOW, READS);
            return answers.error(ctx, answers.errors().of(EdgeEvent.METHOD_NOT_ALLOWED, READS));
          }
          Content content =
              contents.computeIfAbsent(name.apply(ctx), asked -> content(asked).orElse(null));
          return content == null
              ? answers.error(ctx, answers.errors().of(EdgeEvent.UNKNOWN_ROUTE))
              : answer(content, request.headers());
        };
    return page;
  }

  private static HttpResponse answer(Content content, RequestHeaders request) {
    boolean isKnown = EntityTag.isKnown(request, content.tag());
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(isKnown ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
            .set(HttpHeaderNames.CACHE_CONTROL, CACHING)
            .set(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING.toString())
            .set(HttpHeaderNames.ETAG, content.tag());
    if (isKnown) {
      return HttpResponse.of(headers.build());
    }
    headers.contentType(content.type());
    if (content.type().is(MediaType.HTML_UTF_8)) {
      headers.set(
          HttpHeaderNames.CONTENT_SECURITY_POLICY,
          "default-src 'none'" + SecurityHeaders.NO_PAGE_NEEDS);
    }
    if (!request.get(HttpHeaderNames.ACCEPT_ENCODING, "").contains(GZIP)) {
      return HttpResponse.of(headers.build(), content.plain().data());
    }
    headers.set(HttpHeaderNames.CONTENT_ENCODING, GZIP);
    return HttpResponse.of(headers.build(), content.gzip().data());
  }

  private Optional<Content> content(String name) {
    return switch (name) {
      case PROTO -> Optional.of(Content.of(MediaType.PLAIN_TEXT_UTF_8, RpcProto.of(bff, rpcs)));
      case RPCS -> Optional.of(Content.of(MediaType.X_PROTOBUF, rpcs.whole().toByteArray()));
      default -> ofDocument(name);
    };
  }

  private Optional<Content> ofDocument(String name) {
    return read()
        .flatMap(
            document ->
                switch (name) {
                  case DOCUMENT -> Optional.of(Content.of(MediaType.JSON, document));
                  case FIELDS ->
                      Optional.of(
                          Content.of(
                              MediaType.PLAIN_TEXT_UTF_8, ApiSchemas.fields(tree(document))));
                  case DOCS ->
                      Optional.of(Content.of(MediaType.HTML_UTF_8, DocsPage.of(tree(document))));
                  default ->
                      name.endsWith(SUFFIX)
                          ? ApiSchemas.schema(
                                  tree(document),
                                  name.substring(0, name.length() - SUFFIX.length()))
                              .map(schema -> Content.of(SCHEMA, schema.toPrettyString()))
                          : Optional.empty();
                });
  }

  private Optional<byte[]> read() {
    try (InputStream in = ApiPages.class.getResourceAsStream("/harbor/openapi/" + bff + SUFFIX)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(bff, e);
    }
  }

  private static JsonNode tree(byte[] document) {
    try {
      return new ObjectMapper().readTree(document);
    } catch (IOException e) {
      throw new UncheckedIOException("The document of the API", e);
    }
  }
}
