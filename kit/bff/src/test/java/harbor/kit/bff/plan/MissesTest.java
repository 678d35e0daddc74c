package harbor.kit.bff.plan;

import static io.grpc.Status.Code.ABORTED;
import static io.grpc.Status.Code.FAILED_PRECONDITION;
import static io.grpc.Status.Code.PERMISSION_DENIED;
import static io.grpc.Status.Code.UNAUTHENTICATED;
import static io.grpc.Status.Code.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import harbor.kit.bff.plan.Miss.Kind;
import harbor.kit.client.InvalidAnswer;
import io.grpc.protobuf.StatusProto;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class MissesTest {
  @Test
  void reason_isTheOneThatTheServiceGave() {
    Any info = Any.pack(ErrorInfo.newBuilder().setReason("OUT_OF_STOCK").build());

    Miss miss = Misses.of(StatusProto.toStatusRuntimeException(status(info)));

    assertThat(miss).isEqualTo(Miss.of(FAILED_PRECONDITION, "OUT_OF_STOCK"));
    assertThat(miss).hasToString("INVALID OUT_OF_STOCK");
  }

  @Test
  void reason_isTheOneThatTheServiceGave_whenTheExceptionIsChecked() {
    Any info = Any.pack(ErrorInfo.newBuilder().setReason("OUT_OF_STOCK").build());

    Miss miss = Misses.of(StatusProto.toStatusException(status(info)));

    assertThat(miss).isEqualTo(Miss.of(FAILED_PRECONDITION, "OUT_OF_STOCK"));
  }

  @Test
  void reason_isEmpty_whenTheServiceGaveNone() {
    Miss miss = Misses.of(io.grpc.Status.UNAVAILABLE.asRuntimeException());

    assertThat(miss).isEqualTo(Miss.of(io.grpc.Status.Code.UNAVAILABLE, ""));
    assertThat(miss).hasToString("UNAVAILABLE");
  }

  @Test
  void reason_saysSo_whenItCannotBeRead() {
    Any unreadable =
        Any.newBuilder()
            .setTypeUrl("type.googleapis.com/google.rpc.ErrorInfo")
            .setValue(ByteString.copyFrom(new byte[] {(byte) 0xff}))
            .build();

    Miss miss = Misses.of(StatusProto.toStatusRuntimeException(status(unreadable)));

    assertThat(miss).isEqualTo(Miss.of(FAILED_PRECONDITION, "UNREADABLE_ERROR_INFO"));
  }

  @Test
  void timeoutOfTheJdk_isATimeout_alsoWrapped() {
    assertThat(Misses.of(new TimeoutException())).isEqualTo(Miss.TIMEOUT);
    assertThat(Misses.of(new CompletionException(new TimeoutException()))).isEqualTo(Miss.TIMEOUT);
  }

  @Test
  void anythingElse_isBroken_andNeverSaysWhatTheExceptionSays() {
    IllegalArgumentException bug = new IllegalArgumentException("a secret");

    Miss miss = Misses.of(new CompletionException(bug));

    assertThat(miss.kind()).isEqualTo(Kind.BROKEN);
    assertThat(miss.reason()).isEqualTo("IllegalArgumentException");
    assertThat(miss.bug()).isSameAs(bug);
    assertThat(miss.toString()).doesNotContain("secret");
  }

  @Test
  void keyInUse_isARefusal_andEverythingElseThatIsAbortedAnOutage() {
    assertThat(Miss.of(ABORTED, "IDEMPOTENCY_KEY_IN_USE").kind()).isEqualTo(Kind.INVALID);
    assertThat(Miss.of(ABORTED, "REBUILD_RUNNING").kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(Miss.of(UNAVAILABLE, "IDEMPOTENCY_KEY_IN_USE").kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void refusedServiceToken_isOurFault_andAUserWithoutTheRoleIsNot() {
    assertThat(Miss.of(UNAUTHENTICATED, "INVALID_SERVICE_TOKEN").kind()).isEqualTo(Kind.BROKEN);
    assertThat(Miss.of(UNAUTHENTICATED, "NO_CALLER").kind()).isEqualTo(Kind.INVALID);
    assertThat(Miss.of(PERMISSION_DENIED, "NOT_ALLOWED").kind()).isEqualTo(Kind.BROKEN);
    assertThat(Miss.of(PERMISSION_DENIED, "ROLE_REQUIRED").kind()).isEqualTo(Kind.INVALID);
  }

  @Test
  void answerThatCannotBe_isBroken_withAReason_andWhatWasWrongForTheLogAlone() {
    Miss miss = Misses.of(new CompletionException(InvalidAnswer.of("left", -5, "0 to 9")));

    assertThat(miss.kind()).isEqualTo(Kind.BROKEN);
    assertThat(miss.status()).isEqualTo(io.grpc.Status.Code.INTERNAL);
    assertThat(miss.fault()).isEqualTo("left: -5 (expected: 0 to 9)");
    assertThat(miss.bug()).isNull();
    assertThat(miss).hasToString("BROKEN INVALID_ANSWER");
  }

  @Test
  void grpcError_isNoBugOfOurs() {
    assertThat(Misses.of(io.grpc.Status.INTERNAL.asRuntimeException()).bug()).isNull();
    assertThat(Misses.of(new TimeoutException()).bug()).isNull();
  }

  private static Status status(Any detail) {
    return Status.newBuilder()
        .setCode(Code.FAILED_PRECONDITION_VALUE)
        .setMessage("internal text")
        .addDetails(detail)
        .build();
  }
}
