package harbor.tax;

import harbor.kit.service.CoreProcess;
import harbor.kit.service.person.PersonalTable;

/** Tax: what a destination asks for goods and shipping. */
public final class Tax {
  /** The process. */
  public static final CoreProcess PROCESS =
      CoreProcess.of(
              "tax",
              9104,
              core ->
                  core.serves(
                      new TaxService(
                          new PostgresTaxStore(core.database(), core.clock()),
                          PostgresRateTable.TABLE.in(core.database()),
                          core.clock())))
          .personalData(PersonalTable.none("regions"), PersonalTable.none("rates"));

  private Tax() {}
}
