package harbor.web.admin;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import harbor.catalog.v1.Product;
import harbor.inventory.v1.StoredStock;
import harbor.orders.v1.Order;
import harbor.orders.v1.OwnedOrder;
import harbor.orders.v1.UpdateAnyOrderRequest;
import harbor.pricing.v1.Promotion;
import harbor.pricing.v1.StoredPrice;
import harbor.reviews.v1.ModerationStatus;
import harbor.users.v1.User;
import harbor.web.v1.ModerateReviewRequest;
import harbor.web.v1.UpdateOrderRequest;
import harbor.web.v1.UpdatePriceRequest;
import harbor.web.v1.UpdateProductRequest;
import harbor.web.v1.UpdatePromotionRequest;
import harbor.web.v1.UpdateStockRequest;
import harbor.web.v1.UpdateUserRequest;
import java.util.List;

/**
 * Changes of rows, as the core services want to be asked. Fields have the same names in both. Pure.
 */
final class EditRequests {
  /** A number that no contract gives a value: whoever is asked with it refuses it. */
  private static final int NO_VALUE = Integer.MAX_VALUE;

  private EditRequests() {}

  static harbor.catalog.v1.UpdateProductRequest product(UpdateProductRequest asked) {
    return harbor.catalog.v1.UpdateProductRequest.newBuilder()
        .setProduct(named(asked, asked.getUpdateMask(), Product.newBuilder()).setId(asked.getId()))
        .setUpdateMask(asked.getUpdateMask())
        .setExpectedVersion(asked.getExpectedVersion())
        .build();
  }

  static harbor.pricing.v1.UpdatePriceRequest price(UpdatePriceRequest asked) {
    return harbor.pricing.v1.UpdatePriceRequest.newBuilder()
        .setPrice(
            named(asked, asked.getUpdateMask(), StoredPrice.newBuilder())
                .setProductId(asked.getId()))
        .setUpdateMask(asked.getUpdateMask())
        .setExpectedVersion(asked.getExpectedVersion())
        .build();
  }

  static harbor.pricing.v1.UpdatePromotionRequest promotion(UpdatePromotionRequest asked) {
    return harbor.pricing.v1.UpdatePromotionRequest.newBuilder()
        .setPromotion(
            named(asked, asked.getUpdateMask(), Promotion.newBuilder()).setId(asked.getId()))
        .setUpdateMask(asked.getUpdateMask())
        .setExpectedVersion(asked.getExpectedVersion())
        .build();
  }

  static harbor.inventory.v1.UpdateStockRequest stock(UpdateStockRequest asked) {
    return harbor.inventory.v1.UpdateStockRequest.newBuilder()
        .setStock(
            named(asked, asked.getUpdateMask(), StoredStock.newBuilder())
                .setProductId(asked.getId()))
        .setUpdateMask(asked.getUpdateMask())
        .setExpectedVersion(asked.getExpectedVersion())
        .build();
  }

  static harbor.users.v1.UpdateUserRequest user(UpdateUserRequest asked) {
    return harbor.users.v1.UpdateUserRequest.newBuilder()
        .setUser(named(asked, asked.getUpdateMask(), User.newBuilder()).setUserId(asked.getId()))
        .setUpdateMask(asked.getUpdateMask())
        .setExpectedVersion(asked.getExpectedVersion())
        .build();
  }

  static UpdateAnyOrderRequest order(UpdateOrderRequest asked) {
    return UpdateAnyOrderRequest.newBuilder()
        .setOrder(
            named(asked, asked.getUpdateMask(), OwnedOrder.newBuilder())
                .setOrder(Order.newBuilder().setId(asked.getId())))
        .setUpdateMask(asked.getUpdateMask())
        .setExpectedVersion(asked.getExpectedVersion())
        .build();
  }

  static harbor.reviews.v1.ModerateReviewRequest review(ModerateReviewRequest asked) {
    harbor.reviews.v1.ModerateReviewRequest.Builder request =
        harbor.reviews.v1.ModerateReviewRequest.newBuilder()
            .setReviewId(asked.getId())
            .setExpectedVersion(asked.getExpectedVersion());
    if (asked.hasModeration()) {
      request.setModerationValue(
          number(ModerationStatus.getDescriptor(), asked.getModeration()).getNumber());
    }
    return request.build();
  }

  /** What the mask names, out of the request. */
  private static <B extends Message.Builder> B named(Message asked, FieldMask mask, B to) {
    Descriptor type = to.getDescriptorForType();
    asked
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (mask.getPathsList().contains(field.getName())) {
                copy(value, type.findFieldByName(field.getName()), to);
              }
            });
    return to;
  }

  private static void copy(Object value, FieldDescriptor field, Message.Builder to) {
    if (value instanceof List<?> list) {
      list.forEach(element -> to.addRepeatedField(field, value(element, field, to)));
    } else {
      to.setField(field, value(value, field, to));
    }
  }

  private static Object value(Object value, FieldDescriptor field, Message.Builder to) {
    return switch (value) {
      case Integer number when field.getJavaType() == JavaType.LONG -> number.longValue();
      case String word when field.getJavaType() == JavaType.ENUM ->
          number(field.getEnumType(), word);
      case Message message -> {
        Message.Builder nested = to.newBuilderForField(field);
        message
            .getAllFields()
            .forEach(
                (from, said) ->
                    copy(said, field.getMessageType().findFieldByName(from.getName()), nested));
        yield nested.build();
      }
      default -> value;
    };
  }

  private static EnumValueDescriptor number(EnumDescriptor type, String word) {
    return EnumWords.value(type, word)
        .orElseGet(() -> type.findValueByNumberCreatingIfUnknown(NO_VALUE));
  }
}
