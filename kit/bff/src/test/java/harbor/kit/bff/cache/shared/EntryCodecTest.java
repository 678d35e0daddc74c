package harbor.kit.bff.cache.shared;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.LocalizedMessage;
import com.google.rpc.Status;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
  private static final Entry<LocalizedMessage> LAMP =
      new Entry<>(
          value(LocalizedMessage.newBuilder().setMessage("lamp").build()),
          12_345_678,
          1_777_888_740_123L,
          1_777_888_800_123L);

  private final EntryCodec<LocalizedMessage> codec = new EntryCodec<>(LocalizedMessage.parser());

  @Test
  void entry_comesBackAsItWas() {
    assertThat(codec.decode(codec.encode(LAMP))).contains(LAMP);
  }

  @Test
  void absence_comesBackAsItWas() {
    Entry<LocalizedMessage> absent =
        new Entry<>(
            new Entry.Absent<>(Status.newBuilder().setCode(5).setMessage("none").build()), 5, 6, 7);

    assertThat(codec.decode(codec.encode(absent))).contains(absent);
  }

  @Test
  void emptyMessage_isNoAbsence() {
    Entry<LocalizedMessage> empty =
        new Entry<>(value(LocalizedMessage.getDefaultInstance()), 5, 6, 7);

    assertThat(codec.decode(codec.encode(empty))).contains(empty);
  }

  @Test
  void anyChangedByte_isNoEntry() {
    byte[] bytes = codec.encode(LAMP);

    for (int at = 0; at < bytes.length; at++) {
      byte[] changed = bytes.clone();
      changed[at] ^= 1;
      assertThat(codec.decode(changed)).as("byte %d", at).isEqualTo(Optional.empty());
    }
  }

  @Test
  void anyShorterOne_isNoEntry() {
    byte[] bytes = codec.encode(LAMP);

    for (int length = 0; length < bytes.length; length++) {
      assertThat(codec.decode(Arrays.copyOf(bytes, length))).as("%d bytes", length).isEmpty();
    }
  }

  @Test
  void garbage_isNoEntry() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 10_000; i++) {
      byte[] garbage = new byte[random.nextInt(200)];
      random.nextBytes(garbage);
      assertThat(codec.decode(garbage)).isEmpty();
    }
  }

  private static Entry.Content<LocalizedMessage> value(LocalizedMessage message) {
    return new Entry.Value<>(message);
  }
}
