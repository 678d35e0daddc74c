package harbor.kit.bff.cache;

/** What stands above the tables of {@link CacheReport}. */
final class CachePreface {
  static final String TEXT =
      """
      # What the caches do

      BFF processes over one shared store, in virtual time. Made by `CacheReportTest` in `kit/bff`, exact and the same on every machine; a change of behaviour is a
      diff of this page. Renew it with
      `mvn -pl kit/bff -am verify -Dtest=CacheReportTest -Dsurefire.failIfNoSpecifiedTests=false -Dharbor.golden.write=true` and read the diff.
      The same test holds the figures to their bounds.

      - **answered / stale / failed**: requests with a fresh answer, with a copy that is out of date, with none.
      - **ms**: how long they waited, median / 99th percentile: virtual time, no benchmark.

      The deadline of a call is 150 ms, a command to the store takes 2 ms there and back, and one that it does not answer fails after 40 ms (in Redis' client a
      breaker spares most of those; there is none here). Unless a scenario says otherwise the service answers within 4 to 8 ms, but 2 % within 20 to 60 ms.
      """;

  static final String HOT_KEY =
      """

      ## A hot key expires

      Two processes, a service that takes 50 ms. When the store dies, each process loads for itself.

      - *Naive*: whoever finds the entry expired loads it.
      - *XFetch alone*: the same, refreshed early with beta 1; theory says e = 2.72 loads per expiry when requests come at a constant rate, and it cannot help when
        nobody came before the expiry.
      - *+ single flight*: besides, one load at a time in each process.
      - *All on*: besides, a lease across processes.

      The stream is 1,000 requests a second for 150 s, of an entry that is fresh for a second. With all on a stream may cost a little more than one load: one process asks the store, the other puts its answer
      and gives its lease back, and then the first is granted a lease for what is there already.

      """;

  static final String WARMED =
      """

      ## 100,000 keys are loaded at once

      One process, fresh for 60 s give or take the policy's jitter of up to a quarter, every key asked for every second, none refreshed early.

      """;

  static final String TROUBLE =
      """

      ## Something is wrong with the shared store

      Two processes, 1,000 keys asked for by Zipf's law, 2,000 requests a second for 45 s; for the middle third the store is refused, says nothing, refuses to write, is
      emptied every second, or gives garbage. Fresh for 5 s.

      """;

  static final String DOWN =
      """

      ## The service is down for 30 s

      The same traffic over warm caches; counted are the 30 s. While loads fail, each process tries each key once a second; what is beneath the cache (the last column:
      breaker, retry within its budget, hedge, limit) keeps most of that from the service.

      """;

  static final String CHANGES =
      """

      ## Things change at their source

      20 things, asked for 2,000 times a second, change twice within 6 ms; they are fresh for 30 s and take 10 ms to load. The stream of changes brings a change to one process
      after 1 ms, to the other after 5 ms. Old answers: given, to one who asked after the change, what was true before it.

      - *Naive invalidation*: the entry is removed, and a load under way then puts back what was true before.
      - *Stream cut*: lifetimes are shortened to 5 s.
      - *The store silent*: for the second before the changes and the one after.

      """;

  private CachePreface() {}
}
