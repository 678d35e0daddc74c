package harbor.bench.products;

/**
 * What one turn of one target gave.
 *
 * @param cpu CPU-milliseconds of the process per 1,000 requests, closed loop if there is one
 * @param compiling share of that CPU that went to a JVM's compiler
 * @param p50 milliseconds, open loop
 * @param p99 milliseconds, open loop
 * @param heap KiB allocated per request, in the same window as the CPU; not a number where it
 *     cannot be had
 * @param rate highest rate, closed loop; not a number where it was not tried
 * @param share how much of its core the process used at the highest rate
 * @param rss MiB in RAM afterwards
 * @param asked requests in both loops
 * @param faulty those of them that were not answered whole
 */
record Sample(
    double cpu,
    double compiling,
    double p50,
    double p99,
    double heap,
    double rate,
    double share,
    double rss,
    long asked,
    long faulty) {}
