package harbor.mobile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import harbor.catalog.v1.GetProductResponse;
import harbor.mobile.v1.Product;
import harbor.scripted.FieldTrace;
import harbor.scripted.Golden;
import harbor.scripted.ScriptedStore;
import harbor.scripted.Visitor.Answer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewAllowListIT {
  @RegisterExtension private static final ScriptedStore STORE = MobileStore.patient();

  @ParameterizedTest
  @ValueSource(strings = {"application/x-protobuf", "application/json"})
  void page_showsExactlyTheKeptFields(String type) {
    Golden.assertKept("visible-fields.txt", visible(type, UnaryOperator.identity()));
  }

  @Test
  void internalField_isFound_whenAViewCopiesIt() {
    assertThat(visible("application/json", ViewAllowListIT::leaking))
        .contains("GetProductResponse.product.supplier_id -> name");
  }

  private static String visible(String type, UnaryOperator<Message> onTheWay) {
    return new FieldTrace(
            STORE.cores(),
            () -> STORE.visitor().get(MobileStore.PRODUCT, "accept", type),
            ViewAllowListIT::view,
            onTheWay)
        .visible();
  }

  private static Message view(Answer answer) {
    try {
      if (answer.header("content-type").equals("application/x-protobuf")) {
        Product product = Product.parseFrom(answer.body());
        assertThat(product.getUnknownFields().asMap()).isEmpty();
        return product;
      }
      Product.Builder product = Product.newBuilder();
      JsonFormat.parser().merge(answer.text(), product);
      return product.build();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(answer.toString(), e);
    }
  }

  /** What a view that copies an internal field would show. */
  private static Message leaking(Message answer) {
    if (!(answer instanceof GetProductResponse response)) {
      return answer;
    }
    GetProductResponse.Builder leaking = response.toBuilder();
    leaking.getProductBuilder().setShortTitle(response.getProduct().getSupplierId());
    return leaking.build();
  }
}
