package harbor.content;

import static harbor.kit.service.call.Answer.answer;

import harbor.content.PostgresFlagStore.TooManyFlags;
import harbor.content.v1.ContentServiceGrpc;
import harbor.content.v1.ImportBlocksRequest;
import harbor.content.v1.ImportBlocksResponse;
import harbor.content.v1.ImportFlagsRequest;
import harbor.content.v1.ImportFlagsResponse;
import harbor.content.v1.ImportSectionsRequest;
import harbor.content.v1.ImportSectionsResponse;
import harbor.content.v1.ListFlagsRequest;
import harbor.content.v1.ListFlagsResponse;
import harbor.content.v1.ListSectionsRequest;
import harbor.content.v1.ListSectionsResponse;
import harbor.content.v1.WatchContentRequest;
import harbor.content.v1.WatchContentResponse;
import harbor.kit.service.call.Failure;
import harbor.kit.service.call.Requests;
import harbor.kit.service.change.ChangeFeed;
import harbor.kit.service.row.ImportBatch;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.regex.Pattern;

/** Content over gRPC: protobuf in, protobuf out, no decisions. */
final class ContentService extends ContentServiceGrpc.ContentServiceImplBase {
  private static final int MAX_BLOCKS = 500;
  private static final int MAX_SECTIONS = 50;
  private static final Pattern SCREEN = Pattern.compile("[a-z0-9._]{1,64}");

  private final PostgresScreenStore screens;
  private final PostgresFlagStore flags;
  private final ChangeFeed changes;

  ContentService(PostgresScreenStore screens, PostgresFlagStore flags, ChangeFeed changes) {
    this.screens = screens;
    this.flags = flags;
    this.changes = changes;
  }

  @Override
  public void listSections(
      ListSectionsRequest request, StreamObserver<ListSectionsResponse> observer) {
    answer(
        observer,
        () ->
            ListSectionsResponse.newBuilder()
                .addAllSections(
                    screens.sections(screen(request.getScreen())).stream()
                        .filter(StoredSection::isShown)
                        .map(ContentViews::message)
                        .toList())
                .build());
  }

  @Override
  public void listFlags(ListFlagsRequest request, StreamObserver<ListFlagsResponse> observer) {
    answer(
        observer,
        () ->
            ListFlagsResponse.newBuilder()
                .addAllFlags(flags.all().stream().map(ContentViews::message).toList())
                .build());
  }

  @Override
  public void importBlocks(
      ImportBlocksRequest request, StreamObserver<ImportBlocksResponse> observer) {
    answer(
        observer,
        () -> {
          ImportBatch<Block> batch =
              ImportBatch.of(
                  Requests.batch("blocks", request.getBlocksList(), MAX_BLOCKS),
                  ContentViews::block,
                  Block::key);
          return ImportBlocksResponse.newBuilder()
              .setReport(batch.storeBy(screens::putBlocks))
              .build();
        });
  }

  @Override
  public void importSections(
      ImportSectionsRequest request, StreamObserver<ImportSectionsResponse> observer) {
    answer(
        observer,
        () ->
            ImportSectionsResponse.newBuilder()
                .setRemoved(screens.putSections(screen(request.getScreen()), sections(request)))
                .build());
  }

  @Override
  public void importFlags(
      ImportFlagsRequest request, StreamObserver<ImportFlagsResponse> observer) {
    answer(
        observer,
        () -> {
          ImportBatch<Flag> batch =
              ImportBatch.of(
                  Requests.batch("flags", request.getFlagsList(), PostgresFlagStore.MAX_FLAGS),
                  ContentViews::flag,
                  Flag::name);
          try {
            return ImportFlagsResponse.newBuilder().setReport(batch.storeBy(flags::put)).build();
          } catch (TooManyFlags _) {
            throw Failure.failedPrecondition(
                "TOO_MANY_FLAGS",
                "There would be more than %d flags.".formatted(PostgresFlagStore.MAX_FLAGS));
          }
        });
  }

  @Override
  public void watchContent(
      WatchContentRequest request, StreamObserver<WatchContentResponse> observer) {
    changes.answer(
        request.getResumeToken(),
        observer,
        told -> WatchContentResponse.newBuilder().setChanges(told).build());
  }

  private static String screen(String name) {
    if (!SCREEN.matcher(name).matches()) {
      throw Failure.invalidArgument(
          "INVALID_SCREEN", "screen is malformed (expected: 1 to 64 characters of [a-z0-9._]).");
    }
    return name;
  }

  private static List<Section> sections(ImportSectionsRequest request) {
    ImportBatch<Section> batch =
        ImportBatch.of(
            Requests.batch("sections", request.getSectionsList(), MAX_SECTIONS),
            ContentViews::section,
            Section::id);
    batch.refused().stream()
        .findFirst()
        .ifPresent(
            refused -> {
              throw invalidSection(
                  "section %d, %s: %s"
                      .formatted(refused.getIndex(), refused.getField(), refused.getDescription()));
            });
    if (batch.accepted().size() < request.getSectionsCount()) {
      throw invalidSection("An id stands there twice.");
    }
    return request.getSectionsList().stream().map(ContentViews::section).toList();
  }

  private static Failure invalidSection(String description) {
    return Failure.invalidArgument("INVALID_SECTION", description);
  }
}
