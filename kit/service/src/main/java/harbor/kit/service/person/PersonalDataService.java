package harbor.kit.service.person;

import static harbor.kit.service.call.Answer.answer;

import harbor.kit.client.Caller;
import harbor.kit.service.call.AdministrativeAct;
import harbor.kit.service.call.CallScope;
import harbor.kit.service.call.Failure;
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
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/** A person's data over gRPC: protobuf in, protobuf out, no decisions. */
public final class PersonalDataService extends PersonalDataServiceGrpc.PersonalDataServiceImplBase {
  private static final int MIN_VALUE = 6;

  private final String service;
  private final PostgresPersonalData data;

  /** Of the service with this name. */
  public PersonalDataService(String service, PostgresPersonalData data) {
    this.service = service;
    this.data = data;
  }

  @Override
  public void exportPerson(
      ExportPersonRequest request, StreamObserver<ExportPersonResponse> observer) {
    answer(
        observer,
        () ->
            AdministrativeAct.on(
                request.getUserId(),
                () ->
                    ExportPersonResponse.newBuilder()
                        .addAllRecords(export(user(request.getUserId())))
                        .build()));
  }

  @Override
  public void erasePerson(
      ErasePersonRequest request, StreamObserver<ErasePersonResponse> observer) {
    answer(
        observer,
        () ->
            AdministrativeAct.on(
                request.getUserId(),
                () ->
                    ErasePersonResponse.newBuilder()
                        .addAllPlaces(places(data.erase(user(request.getUserId()))))
                        .build()));
  }

  @Override
  public void findPerson(FindPersonRequest request, StreamObserver<FindPersonResponse> observer) {
    answer(
        observer,
        () -> {
          List<String> values = new ArrayList<>(request.getValuesList());
          if (values.stream().anyMatch(value -> value.length() < MIN_VALUE)) {
            throw Failure.invalidArgument(
                "INVALID_VALUE",
                "values: too short (expected: %d characters).".formatted(MIN_VALUE));
          }
          values.add(user(request.getUserId()).id());
          return FindPersonResponse.newBuilder().addAllPlaces(places(data.find(values))).build();
        });
  }

  @Override
  public void exportOwnData(
      ExportOwnDataRequest request, StreamObserver<ExportOwnDataResponse> observer) {
    answer(
        observer,
        () -> ExportOwnDataResponse.newBuilder().addAllRecords(export(CallScope.caller())).build());
  }

  @Override
  public void eraseOwnData(
      EraseOwnDataRequest request, StreamObserver<EraseOwnDataResponse> observer) {
    answer(
        observer,
        () ->
            EraseOwnDataResponse.newBuilder()
                .addAllPlaces(places(data.erase(CallScope.caller())))
                .build());
  }

  private List<PersonalRecord> export(Caller user) {
    return data.export(user).stream()
        .map(
            found ->
                PersonalRecord.newBuilder()
                    .setPlace(place(found.table()))
                    .setJson(found.json())
                    .addAllIdentifying(found.identifying())
                    .build())
        .toList();
  }

  private List<PersonalPlace> places(SequencedMap<String, Long> rows) {
    return rows.entrySet().stream()
        .map(
            found ->
                PersonalPlace.newBuilder()
                    .setPlace(place(found.getKey()))
                    .setRows(found.getValue())
                    .build())
        .toList();
  }

  private String place(String table) {
    return service + "." + table;
  }

  private static Caller user(String id) {
    if (!Caller.isId(id)) {
      throw Failure.invalidArgument("INVALID_USER_ID", "user_id is malformed.");
    }
    return Caller.user(id);
  }
}
