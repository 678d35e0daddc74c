package harbor.kit.bff.scenario;

/** What stands above the report's tables. */
final class Preface {
  static final String TEXT =
      """
      # What the defences do

      Screens under load in virtual time, with a service that fails in some way. Made by `ScenarioReportTest` in `kit/bff`, exact and the same on every
      machine; a change of behaviour is a diff of this page. Renew it with
      `mvn -pl kit/bff -am verify -Dtest=ScenarioReportTest -Dsurefire.failIfNoSpecifiedTests=false -Dharbor.golden.write=true` and read the diff.

      - **pages**: whole / degraded (something optional is missing) / failed, in percent of the requests.
      - **ms**: how long a request took, median / 99th percentile, however it ended (0 when it was rejected): virtual time, no benchmark.
      - **calls**: tries that the struck service was sent, per request.
      - **=**: as in the first column.

      Columns: all layers on; each one switched off; all off; and instead of all layers a *naive retry*: three more tries, a millisecond apart, of whatever is
      UNAVAILABLE. Visitors and services are the same in every column.

      Services answer within 4 to 8 ms, but 2 % within 20 to 60 ms. Trouble lasts from 2 s to 4.5 s of 6 s; counted are those who come from 2 s on, unless a
      scenario says otherwise. There are 100 requests a second (retry storm 160, overload 400, of a service that can do 200; one of five 700), one in six for the same product.
      """;

  private Preface() {}
}
