package io.testudo.app.rules;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Outcomes of cases in the XML that build servers read. */
public final class JUnitReport {

  private JUnitReport() {}

  /**
   * Writes a report.
   *
   * @param problems documents that could not be read, each told as a failed case
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, List<CaseRun.Outcome> outcomes, List<String> problems)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      XMLStreamWriter xml =
          XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", "testudo rules test");
      xml.writeAttribute("tests", Integer.toString(outcomes.size() + problems.size()));
      long failed = outcomes.stream().filter(outcome -> !outcome.passed()).count();
      xml.writeAttribute("failures", Long.toString(failed + problems.size()));
      xml.writeAttribute(
          "time",
          seconds(
              outcomes.stream().map(CaseRun.Outcome::took).reduce(Duration.ZERO, Duration::plus)));
      for (CaseRun.Outcome outcome : outcomes) {
        write(xml, outcome);
      }
      for (String problem : problems) {
        testCase(xml, "documents", "can be read", Duration.ZERO);
        failure(xml, problem);
        xml.writeEndElement();
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IOException("report cannot be written: " + e.getMessage(), e);
    }
  }

  private static void write(XMLStreamWriter xml, CaseRun.Outcome outcome)
      throws XMLStreamException {
    testCase(xml, outcome.title(), outcome.ran().name(), outcome.took());
    xml.writeAttribute("file", clean(outcome.ran().origin().toString()));
    if (!outcome.passed()) {
      failure(xml, outcome.problem());
    }
    xml.writeEndElement();
  }

  private static void testCase(XMLStreamWriter xml, String rule, String name, Duration took)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", clean(rule));
    xml.writeAttribute("name", clean(name));
    xml.writeAttribute("time", seconds(took));
  }

  private static void failure(XMLStreamWriter xml, String problem) throws XMLStreamException {
    xml.writeStartElement("failure");
    xml.writeAttribute("message", clean(problem));
    xml.writeEndElement();
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.3f", took.toNanos() / 1e9);
  }

  /** The text without what XML cannot hold. */
  private static String clean(String text) {
    return text.codePoints()
        .map(c -> c < 0x20 || (c >= 0xD800 && c <= 0xDFFF) || c == 0xFFFE || c == 0xFFFF ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
