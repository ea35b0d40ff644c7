package io.testudo.sigma;

import io.testudo.sigma.source.EventSource;
import io.testudo.sigma.source.FieldSource;
import io.testudo.sigma.source.MappingDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Says which events a rule's log source means, and where those events keep the fields that rules
 * name. Its file format is in {@code docs/formats/sigma-mapping.md}.
 */
public final class LogSourceMapping {
  private static final String STANDARD = "log-sources.yml";

  private final MappingDocument.Content content;

  private LogSourceMapping(MappingDocument.Content content) {
    this.content = content;
  }

  /** The mapping that comes with this library. */
  public static LogSourceMapping standard() {
    try (InputStream in = LogSourceMapping.class.getResourceAsStream(STANDARD)) {
      if (in == null) {
        throw new IllegalStateException("resource " + STANDARD + " is missing");
      }
      return read(STANDARD, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A mapping of one's own.
   *
   * @throws IllegalArgumentException that names every problem of the document, one a line
   */
  public static LogSourceMapping read(String origin, byte[] document) {
    return new LogSourceMapping(MappingDocument.read(origin, document));
  }

  /** This mapping and, behind it, what a site says of its own events. */
  LogSourceMapping and(MappingDocument.Content more) {
    return new LogSourceMapping(content.and(more));
  }

  /** Whether some events are known to belong to what a rule names. */
  public boolean knows(LogSource named) {
    return content.sources().stream().anyMatch(source -> named.covers(source.logSource()));
  }

  /**
   * The events that a rule's log source means: those listed under exactly this log source; where
   * there are none, those of every log source that it covers; where there are none either, those
   * that declare it.
   */
  public List<EventSource> sourcesOf(LogSource named) {
    var exact = new ArrayList<EventSource>();
    var covered = new ArrayList<EventSource>();
    for (EventSource source : content.sources()) {
      if (source.logSource().equals(named)) {
        exact.add(source);
      } else if (named.covers(source.logSource())) {
        covered.add(source);
      }
    }
    if (!exact.isEmpty()) {
      return exact;
    }
    if (!covered.isEmpty()) {
      return covered;
    }
    return List.of(
        new EventSource(named, List.of(MappingDocument.declaring(named)), java.util.Map.of()));
  }

  /** Where a field of rules comes from in the events of a source. */
  public FieldSource fieldOf(EventSource source, String field) {
    FieldSource mapped = source.fields().get(field);
    return mapped == null ? unmapped(field) : mapped;
  }

  /** Where a field comes from whose name the event's source does not change. */
  public FieldSource unmapped(String field) {
    var names = new ArrayList<String>();
    names.add(field);
    names.addAll(content.aliases().getOrDefault(field, List.of()));
    return new FieldSource.FirstOf(names);
  }
}
