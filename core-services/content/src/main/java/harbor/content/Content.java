package harbor.content;

import harbor.kit.service.CoreProcess;
import harbor.kit.service.person.PersonalTable;

/** Content: what the shop says on its screens, in which order, and to whom. */
public final class Content {
  /** The process. */
  public static final CoreProcess PROCESS =
      CoreProcess.of(
              "content",
              9113,
              core ->
                  core.serves(
                      new ContentService(
                          new PostgresScreenStore(core.database(), core.outbox(), core.clock()),
                          new PostgresFlagStore(core.database(), core.outbox(), core.clock()),
                          core.changes())))
          .personalData(
              PersonalTable.none("blocks"),
              PersonalTable.none("sections"),
              PersonalTable.none("flags"));

  private Content() {}
}
