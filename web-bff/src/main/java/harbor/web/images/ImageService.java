package harbor.web.images;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.edge.WholeAnswers;
import harbor.kit.bff.overload.Prioritized;
import harbor.kit.bff.overload.Priority;
import java.util.Optional;

/** Serves the pictures of the shop's own catalogue. One address always gives the same bytes. */
public final class ImageService implements WholeAnswers, Prioritized {
  /** Where the pictures are. */
  public static final String PATH = "prefix:/i";

  private static final MediaType SVG = MediaType.SVG_UTF_8;
  private static final String FOR_GOOD = "public, max-age=31536000, immutable";
  private static final String ALLOWED = "GET, HEAD";

  private final ProductImages images;
  private final Answers answers;
  private final ErrorAnswer unknownImage;

  /** Serves these pictures. */
  public ImageService(ProductImages images, Answers answers) {
    this.images = images;
    this.answers = answers;
    this.unknownImage = answers.errors().ofOwn("UNKNOWN_IMAGE");
  }

  @Override
  public Priority priority() {
    return Priority.DEFERRABLE;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    boolean head = request.method() == HttpMethod.HEAD;
    if (!head && request.method() != HttpMethod.GET) {
      ctx.setAdditionalResponseHeader(HttpHeaderNames.ALLOW, ALLOWED);
      return answers.error(ctx, answers.errors().of(EdgeEvent.METHOD_NOT_ALLOWED, ALLOWED));
    }
    Optional<byte[]> picture = ProductImage.parse(ctx.path()).flatMap(images::render);
    if (picture.isEmpty()) {
      return answers.error(ctx, unknownImage);
    }
    byte[] svg = picture.get();
    ResponseHeaders headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(SVG)
            .contentLength(svg.length)
            .set(HttpHeaderNames.CACHE_CONTROL, FOR_GOOD)
            // A picture that is opened by itself must not run anything.
            .set(
                HttpHeaderNames.CONTENT_SECURITY_POLICY,
                "default-src 'none'; style-src 'unsafe-inline'")
            .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
            .build();
    return head ? HttpResponse.of(headers) : HttpResponse.of(headers, HttpData.wrap(svg));
  }
}
