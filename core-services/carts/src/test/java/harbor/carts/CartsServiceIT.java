package harbor.carts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.rpc.ErrorInfo;
import harbor.carts.v1.AddLineRequest;
import harbor.carts.v1.AddLineResponse;
import harbor.carts.v1.Cart;
import harbor.carts.v1.CartsServiceGrpc;
import harbor.carts.v1.CartsServiceGrpc.CartsServiceStub;
import harbor.carts.v1.ChangeLineRequest;
import harbor.carts.v1.CreateCartRequest;
import harbor.carts.v1.CreateCartResponse;
import harbor.carts.v1.GetCartRequest;
import harbor.carts.v1.GetCartResponse;
import harbor.carts.v1.GetOwnCartRequest;
import harbor.carts.v1.GetOwnCartResponse;
import harbor.carts.v1.MergeGuestCartRequest;
import harbor.carts.v1.MergeGuestCartResponse;
import harbor.carts.v1.OrderedPieces;
import harbor.carts.v1.Remark;
import harbor.carts.v1.RemoveCouponRequest;
import harbor.carts.v1.RemoveLineRequest;
import harbor.carts.v1.RemoveOrderedRequest;
import harbor.carts.v1.RemoveOrderedResponse;
import harbor.carts.v1.SetCouponRequest;
import harbor.kit.client.CallMetadata;
import harbor.kit.client.Caller;
import harbor.kit.runtime.OpaqueId;
import harbor.kit.service.SettableClock;
import harbor.kit.service.TestCore;
import harbor.type.v1.Audit;
import harbor.type.v1.EraseOwnDataRequest;
import harbor.type.v1.EraseOwnDataResponse;
import harbor.type.v1.ExportOwnDataRequest;
import harbor.type.v1.ExportOwnDataResponse;
import harbor.type.v1.FindPersonRequest;
import harbor.type.v1.FindPersonResponse;
import harbor.type.v1.PersonalDataServiceGrpc;
import harbor.type.v1.PersonalDataServiceGrpc.PersonalDataServiceStub;
import harbor.type.v1.PersonalPlace;
import harbor.type.v1.PersonalRecord;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.StreamRecorder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The methods of the service, as a caller sees them. */
@SuppressWarnings("deprecation") // grpc-testing has no other recorder
class CartsServiceIT {
  private final SettableClock clock = new SettableClock();
  private final TestCore service = TestCore.start(Carts.PROCESS, clock);
  private final CartsServiceStub carts = onBehalfOf(Caller.guest("g-1"));

  /** With two lamps, and the version 2. */
  private Cart cart = Cart.getDefaultInstance();

  private String lamps = "";

  @BeforeEach
  void fill() throws Exception {
    String id = created(carts).getId();
    AddLineResponse added = answer(carts::addLine, add(id, "lamp", 2));
    cart = added.getCart();
    lamps = added.getLineId();
  }

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void newCart_isEmpty_andSaysWhenItExpires() throws Exception {
    Cart created = created(carts);

    assertThat(created)
        .isEqualTo(
            Cart.newBuilder()
                .setId(created.getId())
                .setExpiresAt(timestamp(1_767_225_600 + Duration.ofDays(30).toSeconds()))
                .setAudit(
                    Audit.newBuilder()
                        .setCreatedAt(timestamp(1_767_225_600))
                        .setCreatedBy("guest:g-1")
                        .setUpdatedAt(timestamp(1_767_225_600))
                        .setUpdatedBy("guest:g-1")
                        .setVersion(1))
                .build());
    assertThat(created.getId()).matches("[A-Za-z0-9_-]{22}");
    assertThat(read(created.getId())).isEqualTo(created);
  }

  @Test
  void ownCart_isTheOneCreatedLast() throws Exception {
    clock.advance(Duration.ofSeconds(1));
    Cart created = created(carts);

    GetOwnCartResponse own = answer(carts::getOwnCart, GetOwnCartRequest.getDefaultInstance());

    assertThat(own.getCart()).isEqualTo(created);
  }

  @Test
  void ownCart_isNotFound_whenTheCallerHasNone() throws Exception {
    for (Caller other : List.of(Caller.guest("g-2"), Caller.user("u-1"), Caller.ANONYMOUS)) {
      assertEnds(
          call(onBehalfOf(other)::getOwnCart, GetOwnCartRequest.getDefaultInstance()),
          Status.Code.NOT_FOUND,
          "NO_CART");
    }
  }

  @Test
  void createCart_isRefused_onNobodysBehalf() throws Exception {
    assertEnds(
        call(onBehalfOf(Caller.ANONYMOUS)::createCart, CreateCartRequest.getDefaultInstance()),
        Status.Code.UNAUTHENTICATED,
        "NO_CALLER");
  }

  @Test
  void lines_areAdded_changed_andRemoved() throws Exception {
    AddLineResponse mug = answer(carts::addLine, add(cart.getId(), "mug", 1));
    AddLineResponse lamp = answer(carts::addLine, add(cart.getId(), "lamp", 3));
    assertThat(lamp.getLineId()).isEqualTo(lamps).isNotEqualTo(mug.getLineId());
    assertThat(lines(lamp.getCart())).containsExactly("lamp 5", "mug 1");

    Cart changed = answer(carts::changeLine, change(mug.getLineId(), 999, 4)).getCart();
    assertThat(lines(changed)).containsExactly("lamp 5", "mug 999");

    Cart left = answer(carts::removeLine, remove(lamps, 5)).getCart();
    assertThat(lines(left)).containsExactly("mug 999");
    assertThat(left.getAudit().getVersion()).isEqualTo(6);
    assertThat(read(cart.getId())).isEqualTo(left);
  }

  @Test
  void orderedPieces_leaveOnce_andWhatWasAddedSinceStays() throws Exception {
    answer(carts::addLine, add(cart.getId(), "mug", 1));
    RemoveOrderedRequest ordered =
        RemoveOrderedRequest.newBuilder()
            .setCartId(cart.getId())
            .setOrderId("o-1")
            .addPieces(OrderedPieces.newBuilder().setProductId("lamp").setQuantity(1))
            .addPieces(OrderedPieces.newBuilder().setProductId("mug").setQuantity(1))
            .build();

    RemoveOrderedResponse first = answer(carts::removeOrdered, ordered);
    RemoveOrderedResponse again = answer(carts::removeOrdered, ordered);

    assertThat(lines(first.getCart())).containsExactly("lamp 1");
    assertThat(again.getCart()).isEqualTo(first.getCart());
    assertEnds(
        call(onBehalfOf(Caller.user("u-9"))::removeOrdered, ordered),
        Status.Code.NOT_FOUND,
        "UNKNOWN_CART");
  }

  @Test
  void coupon_isKeptAsText_andRemoved() throws Exception {
    Cart reduced = answer(carts::setCoupon, coupon(" summer-25 ").build()).getCart();
    assertThat(reduced.getCouponCode()).isEqualTo("SUMMER-25");

    Cart replaced =
        answer(carts::setCoupon, coupon("winter").setExpectedVersion(3).build()).getCart();
    assertThat(replaced.getCouponCode()).isEqualTo("WINTER");

    Cart without = answer(carts::removeCoupon, removeCoupon(4)).getCart();
    assertThat(without.hasCouponCode()).isFalse();
    assertThat(without.getAudit().getVersion()).isEqualTo(5);
    assertThat(read(cart.getId())).isEqualTo(without);
  }

  @ParameterizedTest
  @ValueSource(ints = {-5, 0, 1_000, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void quantity_isRefused_whenItIsOutOfRange(int quantity) throws Exception {
    assertEnds(
        call(carts::addLine, add(cart.getId(), "lamp", quantity)),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_QUANTITY");
    assertEnds(
        call(carts::changeLine, change(lamps, quantity, 2)),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_QUANTITY");
    assertUnchanged();
  }

  @Test
  void limits_areStates_notBadRequests() throws Exception {
    for (int i = 1; i < 100; i++) {
      answer(carts::addLine, add(cart.getId(), "p" + i, 1));
    }

    assertEnds(
        call(carts::addLine, add(cart.getId(), "p100", 1)),
        Status.Code.FAILED_PRECONDITION,
        "CART_FULL");
    assertEnds(
        call(carts::addLine, add(cart.getId(), "lamp", 998)),
        Status.Code.FAILED_PRECONDITION,
        "QUANTITY_TOO_LARGE");
  }

  @Test
  void malformedRequest_isRefused_andSaysWhatIsWrong() throws Exception {
    assertEnds(
        call(carts::addLine, add(cart.getId(), "a/b", 1)),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_PRODUCT_ID");
    assertEnds(
        call(carts::setCoupon, coupon("two words").build()),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_COUPON_CODE");
    for (long version : new long[] {-1, 0, Long.MIN_VALUE}) {
      for (StreamRecorder<?> call :
          List.of(
              call(carts::changeLine, change(lamps, 1, version)),
              call(carts::removeLine, remove(lamps, version)),
              call(carts::setCoupon, coupon("SUMMER").setExpectedVersion(version).build()),
              call(carts::removeCoupon, removeCoupon(version)))) {
        assertEnds(call, Status.Code.INVALID_ARGUMENT, "INVALID_VERSION");
      }
    }
    assertUnchanged();
  }

  @Test
  void anotherVersion_isRefused_withTheCartAsItIs() throws Exception {
    for (StreamRecorder<?> call :
        List.of(
            call(carts::changeLine, change(lamps, 1, 1)),
            call(carts::removeLine, remove(lamps, 3)),
            call(carts::setCoupon, coupon("SUMMER").setExpectedVersion(1).build()),
            call(carts::removeCoupon, removeCoupon(9)))) {
      com.google.rpc.Status status =
          assertEnds(call, Status.Code.FAILED_PRECONDITION, "VERSION_MISMATCH");
      assertThat(status.getDetailsCount()).isEqualTo(2);
      assertThat(status.getDetails(1).unpack(Cart.class)).isEqualTo(cart);
    }
    assertUnchanged();
  }

  /** The largest cart there can be travels in the trailers of the refusal. */
  @Test
  void anotherVersion_isRefused_withTheCart_howeverLargeItIs() throws Exception {
    for (int i = 1; i < 100; i++) {
      answer(carts::addLine, add(cart.getId(), "p".repeat(61) + (100 + i), 999));
    }

    com.google.rpc.Status status =
        assertEnds(
            call(carts::removeLine, remove(lamps, 2)),
            Status.Code.FAILED_PRECONDITION,
            "VERSION_MISMATCH");

    assertThat(status.getDetails(1).unpack(Cart.class)).isEqualTo(read(cart.getId()));
  }

  @Test
  void code_isNotReplaced_byWhoSaysNoVersion() throws Exception {
    answer(carts::setCoupon, coupon("SUMMER").build());

    assertEnds(
        call(carts::setCoupon, coupon("WINTER").build()),
        Status.Code.FAILED_PRECONDITION,
        "VERSION_REQUIRED");
    assertThat(read(cart.getId()).getCouponCode()).isEqualTo("SUMMER");
  }

  @Test
  void whatIsNotThere_isNotFound() throws Exception {
    assertEnds(
        call(carts::changeLine, change("unknown", 1, 2)), Status.Code.NOT_FOUND, "UNKNOWN_LINE");
    assertEnds(call(carts::removeLine, remove("", 2)), Status.Code.NOT_FOUND, "UNKNOWN_LINE");
    assertEnds(call(carts::removeCoupon, removeCoupon(2)), Status.Code.NOT_FOUND, "NO_COUPON");
    assertUnchanged();
  }

  /** Somebody else's, nobody's and malformed ids are told apart by nothing. */
  @Test
  void foreignCart_isRefused_exactlyLikeAnUnknownOne() throws Exception {
    CartsServiceStub other = onBehalfOf(Caller.user("g-1"));
    com.google.rpc.Status unknown =
        assertEnds(call(carts::getCart, get("unknown")), Status.Code.NOT_FOUND, "UNKNOWN_CART");

    for (StreamRecorder<?> call :
        List.of(
            call(other::getCart, get(cart.getId())),
            call(onBehalfOf(Caller.ANONYMOUS)::getCart, get(cart.getId())),
            call(carts::getCart, get(OpaqueId.random())),
            call(other::addLine, add(cart.getId(), "lamp", 1)),
            call(other::changeLine, change(lamps, 1, 9)),
            call(other::removeLine, remove(lamps, 2)),
            call(other::setCoupon, coupon("SUMMER").build()),
            call(other::removeCoupon, removeCoupon(2)))) {
      assertThat(assertEnds(call, Status.Code.NOT_FOUND, "UNKNOWN_CART")).isEqualTo(unknown);
    }
    assertUnchanged();
  }

  @Test
  void cart_isUnknown_onceItHasExpired() throws Exception {
    clock.advance(Duration.ofDays(30));

    assertEnds(call(carts::getCart, get(cart.getId())), Status.Code.NOT_FOUND, "UNKNOWN_CART");
  }

  @Test
  void write_happensOnce_whenItIsSentAgainWithItsKey() throws Exception {
    CartsServiceStub keyed = withKey("key-1");
    AddLineResponse first = answer(keyed::addLine, add(cart.getId(), "lamp", 1));
    answer(carts::addLine, add(cart.getId(), "lamp", 1));

    assertThat(answer(keyed::addLine, add(cart.getId(), "lamp", 1))).isEqualTo(first);
    assertThat(lines(read(cart.getId()))).containsExactly("lamp 4");
    assertEnds(
        call(keyed::addLine, add(cart.getId(), "lamp", 5)),
        Status.Code.FAILED_PRECONDITION,
        "IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void limit_isADecision_thatItsKeyKeeps() throws Exception {
    CartsServiceStub keyed = withKey("key-1");
    AddLineRequest tooMany = add(cart.getId(), "lamp", 998);
    assertEnds(
        call(keyed::addLine, tooMany), Status.Code.FAILED_PRECONDITION, "QUANTITY_TOO_LARGE");
    answer(carts::removeLine, remove(lamps, 2));

    assertEnds(
        call(keyed::addLine, tooMany), Status.Code.FAILED_PRECONDITION, "QUANTITY_TOO_LARGE");
    assertThat(lines(answer(carts::addLine, tooMany).getCart())).containsExactly("lamp 998");
  }

  @Test
  void anotherVersion_isNoDecision_andSaysAgainWhatTheCartIsNow() throws Exception {
    CartsServiceStub keyed = withKey("key-1");
    ChangeLineRequest stale = change(lamps, 9, 1);
    assertEnds(call(keyed::changeLine, stale), Status.Code.FAILED_PRECONDITION, "VERSION_MISMATCH");
    Cart now = answer(carts::addLine, add(cart.getId(), "mug", 1)).getCart();

    com.google.rpc.Status status =
        assertEnds(
            call(keyed::changeLine, stale), Status.Code.FAILED_PRECONDITION, "VERSION_MISMATCH");

    assertThat(status.getDetails(1).unpack(Cart.class)).isEqualTo(now);
  }

  @Test
  void merge_makesTheGuestsCartTheUsers_once_andTheGuestUnknown() throws Exception {
    CartsServiceStub user = onBehalfOf(Caller.user("u-1"));
    CartsServiceStub keyed = withKey("key-1");
    answer(keyed::addLine, add(cart.getId(), "lamp", 998 - 2));
    answer(user::addLine, add(created(user).getId(), "lamp", 4));

    MergeGuestCartResponse merged = answer(user::mergeGuestCart, merge("g-1"));

    assertThat(lines(merged.getCart())).containsExactly("lamp 999");
    assertThat(merged.getCart().getRemarksList())
        .containsExactly(Remark.newBuilder().setProductId("lamp").setLeftOut(3).build());
    assertThat(answer(user::mergeGuestCart, merge("g-1"))).isEqualTo(merged);
    assertThat(answer(onBehalfOf(Caller.user("u-2"))::mergeGuestCart, merge("g-1")).hasCart())
        .isFalse();
    for (CartsServiceStub late : List.of(carts, keyed, user)) {
      assertEnds(
          call(late::addLine, add(cart.getId(), "lamp", 998 - 2)),
          Status.Code.NOT_FOUND,
          "UNKNOWN_CART");
      assertEnds(call(late::getCart, get(cart.getId())), Status.Code.NOT_FOUND, "UNKNOWN_CART");
    }
    assertEnds(
        call(carts::getOwnCart, GetOwnCartRequest.getDefaultInstance()),
        Status.Code.NOT_FOUND,
        "NO_CART");
  }

  @Test
  void merge_isRefused_toGuests_andForMalformedIds() throws Exception {
    assertEnds(
        call(onBehalfOf(Caller.guest("g-2"))::mergeGuestCart, merge("g-1")),
        Status.Code.UNAUTHENTICATED,
        "NO_CALLER");
    for (String id : List.of("", "a b", "x".repeat(129))) {
      assertEnds(
          call(onBehalfOf(Caller.user("u-1"))::mergeGuestCart, merge(id)),
          Status.Code.INVALID_ARGUMENT,
          "INVALID_GUEST_ID");
    }
    assertUnchanged();
  }

  @Test
  void erasedUser_hasNoCart_andGetsNoneByALateWrite() throws Exception {
    CartsServiceStub user = onBehalfOf(Caller.user("u-4711"));
    String own = answer(user::addLine, add(created(user).getId(), "lamp", 4)).getCart().getId();
    PersonalDataServiceStub person =
        PersonalDataServiceGrpc.newStub(service.onBehalfOf(Caller.user("u-4711")));
    ExportOwnDataResponse export =
        answer(person::exportOwnData, ExportOwnDataRequest.getDefaultInstance());
    assertThat(export.getRecordsList())
        .extracting(PersonalRecord::getPlace)
        .containsExactly("carts.carts", "carts.cart_lines");
    assertThat(export.getRecords(1).getJson()).contains("\"product_id\": \"lamp\"");

    EraseOwnDataResponse erased =
        answer(person::eraseOwnData, EraseOwnDataRequest.getDefaultInstance());

    assertThat(erased.getPlacesList()).extracting(PersonalPlace::getRows).containsExactly(1L, 1L);
    assertEnds(call(user::getCart, get(own)), Status.Code.NOT_FOUND, "UNKNOWN_CART");
    for (StreamRecorder<?> late :
        List.of(
            call(user::addLine, add(own, "lamp", 1)),
            call(user::createCart, CreateCartRequest.getDefaultInstance()),
            call(user::mergeGuestCart, merge("g-1")))) {
      assertEnds(late, Status.Code.UNAUTHENTICATED, "NO_CALLER");
    }
    assertUnchanged();
    FindPersonResponse found =
        answer(
            PersonalDataServiceGrpc.newStub(service.onBehalfOf(Caller.ANONYMOUS))::findPerson,
            FindPersonRequest.newBuilder().setUserId("u-4711").build());
    assertThat(found.getPlacesList()).isEmpty();
  }

  private void assertUnchanged() throws Exception {
    assertThat(read(cart.getId())).isEqualTo(cart);
  }

  private Cart read(String id) throws Exception {
    GetCartResponse response = answer(carts::getCart, get(id));
    return response.getCart();
  }

  private static Cart created(CartsServiceStub stub) throws Exception {
    CreateCartResponse response = answer(stub::createCart, CreateCartRequest.getDefaultInstance());
    return response.getCart();
  }

  private CartsServiceStub onBehalfOf(Caller caller) {
    return CartsServiceGrpc.newStub(service.onBehalfOf(caller));
  }

  private CartsServiceStub withKey(String key) {
    Metadata metadata = new Metadata();
    metadata.put(CallMetadata.IDEMPOTENCY_KEY, key);
    return carts.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
  }

  private static <Q, A> A answer(BiConsumer<Q, StreamObserver<A>> method, Q request)
      throws Exception {
    return call(method, request).firstValue().get();
  }

  private static <Q, A> StreamRecorder<A> call(BiConsumer<Q, StreamObserver<A>> method, Q request)
      throws Exception {
    StreamRecorder<A> recorder = StreamRecorder.create();
    method.accept(request, recorder);
    recorder.awaitCompletion();
    return recorder;
  }

  private static com.google.rpc.Status assertEnds(
      StreamRecorder<?> call, Status.Code code, String reason)
      throws InvalidProtocolBufferException {
    com.google.rpc.Status status =
        Objects.requireNonNull(StatusProto.fromThrowable(Objects.requireNonNull(call.getError())));
    assertThat(Status.fromCodeValue(status.getCode()).getCode()).isEqualTo(code);
    assertThat(status.getDetails(0).unpack(ErrorInfo.class))
        .isEqualTo(ErrorInfo.newBuilder().setReason(reason).setDomain("carts.harbor").build());
    return status;
  }

  private static List<String> lines(Cart cart) {
    return cart.getLinesList().stream()
        .map(line -> line.getProductId() + " " + line.getQuantity())
        .toList();
  }

  private static GetCartRequest get(String id) {
    return GetCartRequest.newBuilder().setCartId(id).build();
  }

  private static MergeGuestCartRequest merge(String guestId) {
    return MergeGuestCartRequest.newBuilder().setGuestId(guestId).build();
  }

  private static AddLineRequest add(String id, String productId, int quantity) {
    return AddLineRequest.newBuilder()
        .setCartId(id)
        .setProductId(productId)
        .setQuantity(quantity)
        .build();
  }

  private ChangeLineRequest change(String lineId, int quantity, long version) {
    return ChangeLineRequest.newBuilder()
        .setCartId(cart.getId())
        .setLineId(lineId)
        .setQuantity(quantity)
        .setExpectedVersion(version)
        .build();
  }

  private RemoveLineRequest remove(String lineId, long version) {
    return RemoveLineRequest.newBuilder()
        .setCartId(cart.getId())
        .setLineId(lineId)
        .setExpectedVersion(version)
        .build();
  }

  private SetCouponRequest.Builder coupon(String code) {
    return SetCouponRequest.newBuilder().setCartId(cart.getId()).setCode(code);
  }

  private RemoveCouponRequest removeCoupon(long version) {
    return RemoveCouponRequest.newBuilder()
        .setCartId(cart.getId())
        .setExpectedVersion(version)
        .build();
  }

  private static Timestamp timestamp(long seconds) {
    return Timestamp.newBuilder().setSeconds(seconds).build();
  }
}
