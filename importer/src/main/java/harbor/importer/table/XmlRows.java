package harbor.importer.table;

import harbor.importer.progress.Fault;
import harbor.importer.progress.NothingRead;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The items of an RSS 2.0 feed, or the entries of an Atom feed, with elements of Google's namespace
 * (https://support.google.com/merchants/answer/14987622), streamed. A document type is skipped
 * unread, so that it can neither name another file nor define an entity.
 *
 * <p>Prefixes are resolved here, not by the parser: many feeds forget to declare {@code g:}, which
 * is then Google's.
 */
final class XmlRows implements RowSource {
  private static final Set<String> ITEMS = Set.of("item", "entry");
  private static final String ATOM = "http://www.w3.org/2005/Atom";
  private static final Set<String> GOOGLE =
      Set.of(
          "http://base.google.com/ns/1.0",
          "https://base.google.com/ns/1.0",
          "http://base.google.com/cns/1.0");

  /** Elements with parts, in the order in which a table joins them. */
  private static final Map<String, List<String>> PARTS =
      Map.of(
          "product_detail",
          List.of("section_name", "attribute_name", "attribute_value"),
          "shipping",
          List.of("country", "region", "service", "price"));

  /** What an Atom entry has instead. */
  private static final Map<String, String> ATOM_NAMES =
      Map.of("summary", "description", "content", "description");

  private static final XMLInputFactory FACTORY = factory();

  private final LimitedReader limited;
  private final XMLStreamReader xml;
  private final Map<String, String> namespaces =
      new HashMap<>(Map.of("g", "http://base.google.com/ns/1.0"));
  private final Set<String> columns = new LinkedHashSet<>();
  private String root = "";
  private Optional<SourceRow> first;

  /**
   * Reads the first item.
   *
   * @throws NothingRead when there is none
   */
  XmlRows(String file, Reader text) throws IOException {
    this.limited = new LimitedReader(text, "an element before this line is probably not closed");
    try {
      this.xml = FACTORY.createXMLStreamReader(limited);
    } catch (XMLStreamException e) {
      throw failed(e);
    }
    this.first = Optional.empty();
    this.first = read();
    if (first.isEmpty()) {
      throw new NothingRead(
          "%s: is XML without items (its root is <%s>); a feed has <item> (RSS) or <entry> (Atom)"
              .formatted(file, root));
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    return factory;
  }

  @Override
  public Optional<SourceRow> next() throws IOException {
    if (first.isPresent()) {
      Optional<SourceRow> row = first;
      first = Optional.empty();
      return row;
    }
    return read();
  }

  private Optional<SourceRow> read() throws IOException {
    limited.renew();
    try {
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT) {
          declareNamespaces();
          String name = localName(xml.getLocalName());
          if (root.isEmpty()) {
            root = name;
          }
          if (ITEMS.contains(name)) {
            return Optional.of(item());
          }
        }
      }
      return Optional.empty();
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  /** The parser wraps what the reader below it throws. */
  private static IOException failed(XMLStreamException e) {
    long line = e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
    String message = String.valueOf(e.getMessage());
    int reason = message.lastIndexOf("Message: ");
    return new IOException(
        "line %d: %s"
            .formatted(
                line,
                e.getNestedException() instanceof IOException nested
                    ? nested.getMessage()
                    : "not well-formed XML: "
                        + (reason < 0
                            ? message
                            : message.substring(reason + "Message: ".length()))),
        e);
  }

  private void declareNamespaces() {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      String name = xml.getAttributeLocalName(i);
      String prefix = xml.getAttributePrefix(i);
      if ("xmlns".equals(prefix)) {
        namespaces.put(name, xml.getAttributeValue(i));
      } else if (name.startsWith("xmlns:")) {
        namespaces.put(name.substring("xmlns:".length()), xml.getAttributeValue(i));
      }
    }
  }

  private SourceRow item() throws XMLStreamException {
    Item item = new Item(xml.getLocation().getLineNumber());
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.END_ELEMENT) {
        break;
      }
      if (event == XMLStreamConstants.START_ELEMENT) {
        declareNamespaces();
        element(item);
      }
    }
    columns.addAll(item.own.keySet());
    columns.addAll(item.plain.keySet());
    return item;
  }

  private void element(Item item) throws XMLStreamException {
    String name = xml.getLocalName();
    int colon = name.indexOf(':');
    String namespace = colon < 0 ? "" : namespaces.getOrDefault(name.substring(0, colon), "");
    String column = Header.columnName(localName(name));
    String link = colon < 0 && "link".equals(column) ? atomLink() : null;
    String value = value(item, column);
    item.characters += value.length();
    item.isDamaged |= value.indexOf(SourceRow.DAMAGE) >= 0;
    if (GOOGLE.contains(namespace)) {
      item.own.computeIfAbsent(column, _ -> new ArrayList<>(1)).add(value);
    } else if (ATOM_NAMES.containsKey(column)) {
      item.plain.putIfAbsent(ATOM_NAMES.get(column), List.of(value));
    } else if (link != null) {
      if (!link.isEmpty()) {
        item.plain.putIfAbsent(column, List.of(link));
      }
    } else if (colon < 0 || ATOM.equals(namespace)) {
      item.plain.computeIfAbsent(column, _ -> new ArrayList<>(1)).add(value);
    } else {
      item.plain.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1)).add(value);
    }
  }

  /**
   * The address of Atom's {@code <link href>}; empty when it is not the page, null when it is none.
   */
  private @Nullable String atomLink() {
    String href = xml.getAttributeValue(null, "href");
    String rel = xml.getAttributeValue(null, "rel");
    if (href == null) {
      return null;
    }
    return rel == null || "alternate".equals(rel) ? href : "";
  }

  /** The text of an element with all in it, or of its parts joined as in a table. */
  private String value(Item item, String column) throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    Map<String, String> parts = new LinkedHashMap<>();
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
        case XMLStreamConstants.ENTITY_REFERENCE -> text.append(entity(item, column));
        case XMLStreamConstants.START_ELEMENT -> {
          String part = Header.columnName(localName(xml.getLocalName()));
          String value = value(item, "");
          parts.putIfAbsent(part, value);
          text.append('\n').append(value).append('\n');
        }
        case XMLStreamConstants.END_ELEMENT -> {
          return PARTS.containsKey(column) && !parts.isEmpty()
              ? joined(PARTS.get(column), parts)
              : text.toString();
        }
        default -> {
          // comments and processing instructions say nothing
        }
      }
    }
    return text.toString();
  }

  private static String joined(List<String> names, Map<String, String> parts) {
    List<String> values = new ArrayList<>();
    for (String name : names) {
      values.add(Text.line(parts.getOrDefault(name, "")).replaceAll("[\\\\:,]", "\\\\$0"));
    }
    return String.join(":", values);
  }

  /** Entities of HTML are meant even where no document type defines them. */
  private String entity(Item item, String column) {
    String reference = "&" + xml.getLocalName() + ";";
    String character = Markup.decode(reference);
    if (character.equals(reference)) {
      item.faults.add(
          new Fault(
              column,
              reference,
              "is an entity that nobody knows",
              "write the text itself, '&' as '&amp;'"));
    }
    return character;
  }

  private static String localName(String name) {
    return name.substring(name.indexOf(':') + 1);
  }

  @Override
  public Set<String> columns() {
    return columns;
  }

  @Override
  public boolean hasHeader() {
    return false;
  }

  @Override
  public void close() throws IOException {
    try {
      xml.close();
    } catch (XMLStreamException e) {
      throw failed(e);
    } finally {
      limited.close();
    }
  }

  /** An item on its way; elements of Google's namespace win over those of RSS and Atom. */
  private static final class Item implements SourceRow {
    private final Map<String, List<String>> own = new HashMap<>();
    private final Map<String, List<String>> plain = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private final long line;
    private int characters;
    private boolean isDamaged;

    Item(long line) {
      this.line = line;
    }

    @Override
    public long line() {
      return line;
    }

    @Override
    public int characters() {
      return characters;
    }

    @Override
    public List<String> values(String column) {
      List<String> values = own.get(column);
      return values == null ? plain.getOrDefault(column, List.of()) : values;
    }

    @Override
    public boolean isEntryPerValue() {
      return true;
    }

    @Override
    public boolean isDamaged() {
      return isDamaged;
    }

    @Override
    public List<Fault> faults() {
      return faults;
    }
  }
}
