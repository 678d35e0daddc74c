package harbor.clients;

import harbor.kit.client.Channels;
import harbor.kit.client.Read;
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

/** What a core service, any of them, has of a person. */
public final class PersonalDataClient {
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
