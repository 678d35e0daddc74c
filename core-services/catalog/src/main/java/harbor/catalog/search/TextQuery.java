package harbor.catalog.search;

/**
 * A question's words as PostgreSQL searches for them: texts of {@code tsquery}, made of quoted
 * words alone. An empty one finds nothing.
 *
 * @param wide what a document must fit
 * @param exact all words as they were typed
 * @param exactNames the same, among the names alone
 * @param names all words or beginnings with them, among the names alone
 * @param any any word or a beginning with it, those that say nothing too; by this documents are
 *     ranked
 * @param title all words, for the very title
 * @param reading how each word was read, in order
 */
record TextQuery(
    String wide,
    String exact,
    String exactNames,
    String names,
    String any,
    String title,
    String reading) {}
