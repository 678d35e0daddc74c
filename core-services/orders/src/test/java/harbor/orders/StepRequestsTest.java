package harbor.orders;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.client.CallMetadata;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferLine;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class StepRequestsTest {
  /** The largest cart, of pieces that cost a share each. */
  @Test
  void offerOfARefusal_fitsIntoItsDetails_withAllThatIsShown() {
    OfferLine line =
        OfferLine.newBuilder()
            .setProductId("product-of-a-long-name-000001")
            .setQuantity(999)
            .setUnitMinor(123_456_789)
            .setListMinor(123_333_332_211L)
            .setAmountMinor(123_333_332_211L)
            .setNetMinor(103_641_455_639L)
            .setTaxMinor(19_691_876_572L)
            .setGrossMinor(123_333_332_211L)
            .setTaxRateBasisPoints(1_900)
            .addAllPieceGrossMinor(Collections.nCopies(999, 123_456_789L))
            .addAllPieceTaxMinor(Collections.nCopies(999, 19_711_588L))
            .build();
    Offer offer = Offer.newBuilder().addAllLines(Collections.nCopies(100, line)).build();
    assertThat(offer.getSerializedSize()).isGreaterThan(CallMetadata.MAX_ANSWER_BYTES);

    Offer shown = StepRequests.shown(offer);

    // base64 takes a third more
    assertThat(shown.getSerializedSize() * 4 / 3).isLessThan(CallMetadata.MAX_ANSWER_BYTES);
    assertThat(shown.getLinesList())
        .hasSize(100)
        .allSatisfy(
            kept -> {
              assertThat(kept.getGrossMinor()).isEqualTo(line.getGrossMinor());
              assertThat(kept.getQuantity()).isEqualTo(999);
            });
  }
}
