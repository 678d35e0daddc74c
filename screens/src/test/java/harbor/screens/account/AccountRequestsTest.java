package harbor.screens.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import harbor.screens.v1.SaveAddressRequest;
import harbor.screens.v1.UpdateAccountRequest;
import harbor.users.v1.UpdateProfileRequest;
import harbor.users.v1.User;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccountRequestsTest {
  private static final Set<String> GIVEN = Set.of("expected_version", "update_mask");

  @Test
  void everyFieldOfAnUpdate_isOneOfTheProfile_ofTheSameKind() {
    for (FieldDescriptor field : UpdateAccountRequest.getDescriptor().getFields()) {
      if (!GIVEN.contains(field.getName())) {
        FieldDescriptor of = User.getDescriptor().findFieldByName(field.getName());
        assertThat(of).as(field.getName()).isNotNull();
        assertThat(of.getType()).as(field.getName()).isEqualTo(field.getType());
        assertThat(of.isRepeated()).as(field.getName()).isEqualTo(field.isRepeated());
      }
    }
  }

  @Test
  void update_saysWhatTheBodyNames_andWhatItClears() {
    UpdateAccountRequest asked =
        UpdateAccountRequest.newBuilder()
            .setDisplayName("Ann")
            .setLargeText(false)
            .setPhone("not named")
            .setExpectedVersion(4)
            .setUpdateMask(
                FieldMask.newBuilder()
                    .addPaths("display_name")
                    .addPaths("large_text")
                    .addPaths("company"))
            .build();

    UpdateProfileRequest update = AccountRequests.update(asked);

    assertThat(update.getUser()).isEqualTo(User.newBuilder().setDisplayName("Ann").build());
    assertThat(update.getUpdateMask()).isEqualTo(asked.getUpdateMask());
    assertThat(update.getExpectedVersion()).isEqualTo(4);
  }

  @Test
  void save_hasAVersion_whereTheRequestHasOne() {
    SaveAddressRequest created = SaveAddressRequest.newBuilder().setId("home").build();
    SaveAddressRequest replaced = created.toBuilder().setExpectedVersion(0).build();

    assertThat(AccountRequests.save(created).hasExpectedVersion()).isFalse();
    assertThat(AccountRequests.save(replaced).hasExpectedVersion()).isTrue();
  }
}
