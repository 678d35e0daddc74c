package harbor.clients;

import harbor.kit.client.Channels;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.kit.client.Write;
import harbor.type.v1.EraseOwnDataRequest;
import harbor.type.v1.EraseOwnDataResponse;
import harbor.type.v1.ErasePersonRequest;
import harbor.type.v1.ErasePersonResponse;
import harbor.type.v1.ExportOwnDataRequest;
import harbor.type.v1.ExportOwnDataResponse;
import harbor.type.v1.ExportPersonRequest;
import harbor.type.v1.ExportPersonResponse;
import harbor.type.v1.FindPersonRequest;
import harbor.type.v1.FindPersonResponse;
import harbor.type.v1.PersonalDataServiceGrpc;
import harbor.type.v1.PersonalPlace;
import harbor.type.v1.PersonalRecord;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a core service, any of them, has of a person. */
public final class PersonalDataClient {
  /**
   * All of them, in the order in which they erase somebody. Users are last: whoever is not known
   * there any more cannot sign in, to ask for what is left elsewhere.
   */
  public static final List<Service<PersonalDataClient>> SERVICES =
      Stream.of(
              OrdersClient.SERVICE,
              PaymentsClient.SERVICE,
              ShippingClient.SERVICE,
              CartsClient.SERVICE,
              PricingClient.SERVICE,
              TaxClient.SERVICE,
              ReviewsClient.SERVICE,
              RecommendationsClient.SERVICE,
              InventoryClient.SERVICE,
              CatalogClient.SERVICE,
              ContentClient.SERVICE,
              UsersClient.SERVICE)
          .map(PersonalDataClient::at)
          .toList();

  /** Rows about a user, for the command line. */
  public final Read<String, List<PersonalRecord>> export;

  /** Erases a user, for the command line: where something was. */
  public final Write<String, List<PersonalPlace>> erase;

  /** Where a user or one of the values stands, for the command line. */
  public final Read<FindPersonRequest, List<PersonalPlace>> find;

  /** Rows about the caller, whatever is asked. */
  public final Read<Object, List<PersonalRecord>> exportOwn;

  /** Erases the caller. */
  public final Write<Object, List<PersonalPlace>> eraseOwn;

  private static Service<PersonalDataClient> at(Service<?> service) {
    return Service.of(service.name(), service.defaultPort(), PersonalDataClient::new);
  }

  /** Over the channels of a service. */
  public PersonalDataClient(Channels service) {
    export =
        service.read(
            PersonalDataServiceGrpc.getExportPersonMethod(),
            id -> ExportPersonRequest.newBuilder().setUserId(id).build(),
            ExportPersonResponse::getRecordsList);
    erase =
        service.write(
            PersonalDataServiceGrpc.getErasePersonMethod(),
            id -> ErasePersonRequest.newBuilder().setUserId(id).build(),
            ErasePersonResponse::getPlacesList);
    find =
        service.read(
            PersonalDataServiceGrpc.getFindPersonMethod(),
            Function.identity(),
            FindPersonResponse::getPlacesList);
    exportOwn =
        service.read(
            PersonalDataServiceGrpc.getExportOwnDataMethod(),
            _ -> ExportOwnDataRequest.getDefaultInstance(),
            ExportOwnDataResponse::getRecordsList);
    eraseOwn =
        service.write(
            PersonalDataServiceGrpc.getEraseOwnDataMethod(),
            _ -> EraseOwnDataRequest.getDefaultInstance(),
            EraseOwnDataResponse::getPlacesList);
  }
}
