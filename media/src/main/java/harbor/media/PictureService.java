package harbor.media;

import static java.util.concurrent.CompletableFuture.supplyAsync;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.file.HttpFile;
import harbor.kit.runtime.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Serves the files below {@code /pictures} of the class path, each at its path. One address always
 * gives the same bytes, and they name nobody, so that whoever has them may keep them for good.
 */
final class PictureService implements HttpService {
  static final String PATH = "/i/{motif}/{product}/{file}";

  /** Names that begin with a letter or digit: none leads out of the directory. */
  private static final Pattern PICTURE =
      Pattern.compile("/i(/[A-Za-z0-9][A-Za-z0-9._-]{0,63}){3}(?<=\\.svg)");

  private static final String ALLOWED = "GET, HEAD";
  private static final String FOR_GOOD = "public, max-age=31536000, immutable";

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      ctx.setAdditionalResponseHeader(HttpHeaderNames.ALLOW, ALLOWED);
      throw HttpStatusException.of(HttpStatus.METHOD_NOT_ALLOWED);
    }
    String path = ctx.path();
    if (!PICTURE.matcher(path).matches()) {
      throw HttpStatusException.of(HttpStatus.NOT_FOUND);
    }
    return HttpResponse.of(
        supplyAsync(() -> read(path), ctx.blockingTaskExecutor())
            .thenApplyAsync(picture -> answer(ctx, request, picture), ctx.eventLoop()));
  }

  private static HttpResponse answer(
      ServiceRequestContext ctx, HttpRequest request, Optional<byte[]> picture) {
    byte[] svg = picture.orElseThrow(() -> HttpStatusException.of(HttpStatus.NOT_FOUND));
    try {
      // Knows HEAD and If-None-Match.
      return file(svg).asService().serve(ctx, request);
    } catch (Exception e) {
      return HttpResponse.ofFailure(e);
    }
  }

  private static HttpFile file(byte[] svg) {
    // By its bytes: all files of a build are of one time, and two pictures may be of one length.
    String tag = Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(svg));
    return HttpFile.builder(HttpData.wrap(svg))
        .contentType(MediaType.SVG_UTF_8)
        .lastModified(false)
        .entityTag((_, _) -> tag)
        .setHeader(HttpHeaderNames.CACHE_CONTROL, FOR_GOOD)
        // A picture that is opened by itself must not run anything.
        .setHeader(
            HttpHeaderNames.CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'")
        .setHeader(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
        .build();
  }

  private static Optional<byte[]> read(String path) {
    try (InputStream in = PictureService.class.getResourceAsStream("/pictures" + path)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("The picture " + path + " cannot be read", e);
    }
  }
}
