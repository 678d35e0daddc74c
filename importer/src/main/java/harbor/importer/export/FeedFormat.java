package harbor.importer.export;

import harbor.importer.feed.Detail;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Forms of a feed. */
public enum FeedFormat {
  /** RSS 2.0 with Google's elements, one for each value. */
  XML(true) {
    @Override
    FeedWriter open(OutputStream out) throws IOException {
      return new Rss(out);
    }
  },
  /** Tab separated values with a header; the values of a column joined by commas. */
  TSV(false) {
    @Override
    FeedWriter open(OutputStream out) throws IOException {
      return new Tsv(out);
    }
  };

  /** Whether each entry of a list stands by itself; else they share a cell, with commas between. */
  final boolean isEntryPerValue;

  FeedFormat(boolean isEntryPerValue) {
    this.isEntryPerValue = isEntryPerValue;
  }

  abstract FeedWriter open(OutputStream out) throws IOException;

  /** Writes row after row. */
  interface FeedWriter {
    void write(Map<String, List<String>> row) throws IOException;

    /** Ends a feed that is whole; the stream stays open. */
    void end() throws IOException;
  }

  private static final class Tsv implements FeedWriter {
    private final Writer out;

    Tsv(OutputStream out) throws IOException {
      this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
      this.out.write(String.join("\t", FeedRow.COLUMNS) + "\n");
    }

    @Override
    public void write(Map<String, List<String>> row) throws IOException {
      out.write(
          String.join(
                  "\t",
                  FeedRow.COLUMNS.stream()
                      .map(column -> quoted(String.join(",", row.getOrDefault(column, List.of()))))
                      .toList())
              + "\n");
    }

    /** Where a tab or a break would part it, or its first character would count as a quote. */
    private static String quoted(String value) {
      return value.startsWith("\"")
              || value.chars().anyMatch(c -> c == '\t' || c == '\n' || c == '\r')
          ? "\"" + value.replace("\"", "\"\"") + "\""
          : value;
    }

    @Override
    public void end() throws IOException {
      out.flush();
    }
  }

  private static final class Rss implements FeedWriter {
    private static final String NAMESPACE = "http://base.google.com/ns/1.0";

    private final XMLStreamWriter xml;

    Rss(OutputStream out) throws IOException {
      try {
        xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("rss");
        xml.writeNamespace("g", NAMESPACE);
        xml.writeAttribute("version", "2.0");
        xml.writeStartElement("channel");
        element("title", "Products");
      } catch (XMLStreamException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void write(Map<String, List<String>> row) throws IOException {
      try {
        xml.writeCharacters("\n");
        xml.writeStartElement("item");
        for (Map.Entry<String, List<String>> column : row.entrySet()) {
          for (String value : column.getValue()) {
            if (column.getKey().equals(FeedRow.DETAILS)) {
              details(Detail.parse(value));
            } else {
              own(column.getKey(), value);
            }
          }
        }
        xml.writeEndElement();
      } catch (XMLStreamException e) {
        throw new IOException(e);
      }
    }

    /** The one column whose values have parts. */
    private void details(List<Detail> lines) throws XMLStreamException {
      for (Detail line : lines) {
        xml.writeStartElement("g", FeedRow.DETAILS, NAMESPACE);
        if (!line.section().isEmpty()) {
          own("section_name", line.section());
        }
        own("attribute_name", line.name());
        own("attribute_value", line.value());
        xml.writeEndElement();
      }
    }

    private void own(String name, String value) throws XMLStreamException {
      xml.writeStartElement("g", name, NAMESPACE);
      xml.writeCharacters(value);
      xml.writeEndElement();
    }

    private void element(String name, String value) throws XMLStreamException {
      xml.writeStartElement(name);
      xml.writeCharacters(value);
      xml.writeEndElement();
    }

    @Override
    public void end() throws IOException {
      try {
        xml.writeEndDocument();
        xml.flush();
      } catch (XMLStreamException e) {
        throw new IOException(e);
      }
    }
  }
}
