package harbor.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import harbor.catalog.v1.GetProductResponse;
import harbor.scripted.FieldTrace;
import harbor.scripted.Golden;
import harbor.scripted.ScriptedStore;
import harbor.scripted.Visitor.Answer;
import harbor.web.v1.ProductPage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ViewAllowListIT {
  @RegisterExtension private static final ScriptedStore STORE = WebStore.patient();

  @Test
  void page_showsExactlyTheKeptFields() {
    Golden.assertKept("visible-fields.txt", visible(UnaryOperator.identity()));
  }

  @Test
  void internalField_isFound_whenAViewCopiesIt() {
    assertThat(visible(ViewAllowListIT::leaking))
        .contains("GetProductResponse.product.supplier_id -> color\n");
  }

  private static String visible(UnaryOperator<Message> onTheWay) {
    return new FieldTrace(
            STORE.cores(),
            () -> STORE.visitor().get(WebStore.PRODUCT),
            ViewAllowListIT::view,
            onTheWay)
        .visible();
  }

  /** Fails when the answer has a member that the view does not have. */
  private static Message view(Answer answer) {
    ProductPage.Builder page = ProductPage.newBuilder();
    try {
      JsonFormat.parser().merge(answer.text(), page);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(answer.toString(), e);
    }
    return page.clearMeta().build();
  }

  /** What a view that copies an internal field would show. */
  private static Message leaking(Message answer) {
    if (!(answer instanceof GetProductResponse response)) {
      return answer;
    }
    GetProductResponse.Builder leaking = response.toBuilder();
    leaking.getProductBuilder().setColor(response.getProduct().getSupplierId());
    return leaking.build();
  }
}
