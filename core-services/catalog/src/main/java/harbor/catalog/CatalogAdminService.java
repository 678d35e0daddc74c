package harbor.catalog;

import static harbor.kit.service.call.Answer.answer;

import harbor.catalog.v1.CatalogAdminServiceGrpc;
import harbor.catalog.v1.CategoryRow;
import harbor.catalog.v1.ListAllCategoriesRequest;
import harbor.catalog.v1.ListAllCategoriesResponse;
import harbor.catalog.v1.ListAllProductsRequest;
import harbor.catalog.v1.ListAllProductsResponse;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.UpdateProductRequest;
import harbor.catalog.v1.UpdateProductResponse;
import harbor.kit.service.call.CallScope;
import harbor.kit.service.call.Failure;
import harbor.kit.service.call.PageToken.Page;
import harbor.kit.service.call.Requests;
import harbor.kit.service.call.UpdateMask;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.table.Edited;
import harbor.kit.service.table.TablePages;
import harbor.kit.service.write.IdempotentWrites;
import io.grpc.stub.StreamObserver;
import java.util.Set;

/** The catalogue for administrators over gRPC: protobuf in, protobuf out, no decisions. */
final class CatalogAdminService extends CatalogAdminServiceGrpc.CatalogAdminServiceImplBase {
  private static final Set<String> EDITABLE =
      Set.of("title", "short_title", "description", "brand", "published");

  private final TablePages<StoredProduct.Full> products;
  private final TablePages<PostgresCategoryTable.Category> categories;
  private final PostgresProductEdits edits;
  private final IdempotentWrites writes;

  CatalogAdminService(
      TablePages<StoredProduct.Full> products,
      TablePages<PostgresCategoryTable.Category> categories,
      PostgresProductEdits edits,
      IdempotentWrites writes) {
    this.products = products;
    this.categories = categories;
    this.edits = edits;
    this.writes = writes;
  }

  @Override
  public void listAllProducts(
      ListAllProductsRequest request, StreamObserver<ListAllProductsResponse> observer) {
    answer(
        observer,
        () -> {
          Page<StoredProduct.Full> page =
              products.page(request.getQuery(), request.getPageSize(), request.getPageToken());
          return ListAllProductsResponse.newBuilder()
              .addAllProducts(page.rows().stream().map(ProductViews::shown).toList())
              .setNextPageToken(page.nextToken())
              .build();
        });
  }

  @Override
  public void listAllCategories(
      ListAllCategoriesRequest request, StreamObserver<ListAllCategoriesResponse> observer) {
    answer(
        observer,
        () -> {
          Page<PostgresCategoryTable.Category> page =
              categories.page(request.getQuery(), request.getPageSize(), request.getPageToken());
          return ListAllCategoriesResponse.newBuilder()
              .addAllCategories(page.rows().stream().map(CatalogAdminService::message).toList())
              .setNextPageToken(page.nextToken())
              .build();
        });
  }

  @Override
  public void updateProduct(
      UpdateProductRequest request, StreamObserver<UpdateProductResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          UpdateMask mask = UpdateMask.of(request.getUpdateMask(), EDITABLE);
          String id = request.getProduct().getId();
          Edited<StoredProduct.Full> edited =
              edits.edit(
                  handle,
                  id,
                  Requests.version("expected_version", request.getExpectedVersion()),
                  CallScope.caller().subject(),
                  product -> stated(mask.applied(ProductViews.of(product), request.getProduct())));
          return UpdateProductResponse.newBuilder()
              .setProduct(edited.message(id, "UNKNOWN_PRODUCT", ProductViews::shown))
              .build();
        });
  }

  private static harbor.catalog.product.Product stated(Product product) {
    try {
      return ProductRowViews.product(product);
    } catch (InvalidField e) {
      throw Failure.invalidArgument("INVALID_PRODUCT", e.field() + ": " + e.description());
    }
  }

  private static CategoryRow message(PostgresCategoryTable.Category category) {
    return CategoryRow.newBuilder()
        .setId(category.id())
        .setName(category.name())
        .setParentId(category.parentId())
        .setPath(category.path())
        .setAudit(category.audit().message())
        .build();
  }
}
