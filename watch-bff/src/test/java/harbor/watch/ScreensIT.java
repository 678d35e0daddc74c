package harbor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.screens.Sample;
import harbor.screens.ScreensContract;
import harbor.scripted.CoreProduct;
import harbor.scripted.Script;
import harbor.scripted.Visitor.Answer;
import harbor.watch.v1.Error;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All screens of the BFF, a sample each. */
class ScreensIT extends ScreensContract {
  private static final Sample PRODUCT =
      Sample.get("product", "/watch/v1/products/HB1001").cores(c -> c.sell(CoreProduct.rich()));

  ScreensIT() {
    super(WatchBff.PROCESS, List.of(), PRODUCT, Sample.get("today", "/watch/v1/today").signedIn());
  }

  @Test
  void page_isProtobufUnlessAskedOtherwise_inAtMost16Bytes() {
    cores().sell(CoreProduct.rich());

    Answer answer = ask(PRODUCT, "*/*");

    assertThat(answer.header("content-type")).isEqualTo("application/x-protobuf");
    assertThat(answer.body()).hasSizeLessThanOrEqualTo(16);
  }

  @Test
  void page_isAnError_whenThereIsNoPrice() throws InvalidProtocolBufferException {
    cores()
        .script(
            PricingServiceGrpc.getGetPriceMethod(),
            Script.fail(Status.Code.NOT_FOUND, "UNKNOWN_PRODUCT"));

    Answer missing = ask(PRODUCT, "*/*");

    assertThat(missing.status()).isEqualTo(404);
    assertThat(Error.parseFrom(missing.body()))
        .isEqualTo(
            Error.newBuilder()
                .setCode("PRODUCT_NOT_FOUND")
                .setMessage("There is nothing with this id.")
                .setTraceId(missing.header("x-trace-id"))
                .build());
  }
}
