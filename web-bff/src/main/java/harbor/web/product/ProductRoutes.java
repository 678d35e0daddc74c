package harbor.web.product;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.edge.PathParams;
import harbor.kit.bff.text.Languages;
import java.util.List;
import java.util.Locale;

/** Reads requests for the product page. */
public final class ProductRoutes {
  private static final Languages LANGUAGES =
      new Languages(List.of(Locale.ENGLISH, Locale.GERMAN, Locale.FRENCH));

  private ProductRoutes() {}

  /** Whose page, and in which language; says the language in {@code Content-Language}. */
  public static ProductRequest read(ServiceRequestContext ctx) {
    String id = PathParams.id(ctx, "id");
    Locale language =
        LANGUAGES.choose(ctx.request().headers().get(HttpHeaderNames.ACCEPT_LANGUAGE));
    ctx.setAdditionalResponseHeader(HttpHeaderNames.CONTENT_LANGUAGE, language.toLanguageTag());
    return new ProductRequest(id, language);
  }
}
