package harbor.kit.bff.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpData;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;

class SharedBytesTest {
  private static final byte[] DOCUMENT = "{\"openapi\":\"3.1.0\"}".getBytes(UTF_8);

  private final SharedBytes shared = SharedBytes.of(DOCUMENT);

  /** A socket takes what is direct from where it lies, and copies everything else first. */
  @Test
  void answers_areSentFromOnePlace() {
    ByteBuf one = shared.data().byteBuf();
    ByteBuf another = shared.data().byteBuf();

    assertThat(one.isDirect()).isTrue();
    assertThat(one.memoryAddress()).isEqualTo(another.memoryAddress());
  }

  /** The counter-test. */
  @Test
  void bytesOfTheHeap_areNotDirect() {
    assertThat(HttpData.wrap(DOCUMENT).byteBuf().isDirect()).isFalse();
  }

  @Test
  void answer_readsItFromTheStart_whateverOthersReadAndFree() {
    ByteBuf taken = shared.data().byteBuf();
    taken.skipBytes(5);
    taken.release();
    try (HttpData freed = shared.data()) {
      assertThat(freed.array()).isEqualTo(DOCUMENT);
    }

    try (HttpData next = shared.data()) {
      assertThat(next.array()).isEqualTo(DOCUMENT);
    }
  }
}
