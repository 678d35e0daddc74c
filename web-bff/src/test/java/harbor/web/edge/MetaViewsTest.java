package harbor.web.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import harbor.kit.bff.answer.MetaView;
import harbor.web.v1.Meta;
import harbor.web.v1.ProductPage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetaViewsTest {
  @Test
  void meta_isDegraded_exactlyWhenACallIsMissing() {
    Meta whole = MetaViews.meta(facts(List.of()));
    Meta partial = MetaViews.meta(facts(List.of("reviews.list")));

    assertThat(whole.getDegraded()).isFalse();
    assertThat(partial.getDegraded()).isTrue();
    assertThat(partial.getMissingList()).containsExactly("reviews.list");
  }

  @Test
  void meta_saysWhenInMilliseconds() {
    assertThat(MetaViews.meta(facts(List.of())).getGeneratedAt())
        .isEqualTo(Timestamp.newBuilder().setSeconds(1_777_888_800).setNanos(123_000_000).build());
  }

  @Test
  void field_isThePagesOwn() {
    assertThat(ProductPage.getDescriptor().findFieldByName(MetaViews.FIELD.field()))
        .returns(Meta.getDescriptor(), field -> field.getMessageType());
  }

  private static MetaView.Facts facts(List<String> missing) {
    return new MetaView.Facts(
        "0".repeat(32), Instant.parse("2026-05-04T10:00:00.123456Z"), 12, missing);
  }
}
