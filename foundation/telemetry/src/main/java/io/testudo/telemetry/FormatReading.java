package io.testudo.telemetry;

import io.testudo.telemetry.argus.Binetflow;
import io.testudo.telemetry.audit.AuditLine;
import io.testudo.telemetry.evtx.EvtxDecoder;
import io.testudo.telemetry.evtx.EvtxRecords;
import io.testudo.telemetry.json.Dialect;
import io.testudo.telemetry.json.JsonDecoder;
import io.testudo.telemetry.json.JsonDocuments;
import io.testudo.telemetry.json.JsonFields;
import io.testudo.telemetry.json.LayoutTree;
import io.testudo.telemetry.json.OtherJson;
import io.testudo.telemetry.mapping.CsvRecords;
import io.testudo.telemetry.mapping.MappedCsv;
import io.testudo.telemetry.mapping.MappedJson;
import io.testudo.telemetry.mapping.Mapping;
import io.testudo.telemetry.netflow.Datagrams;
import io.testudo.telemetry.nfdump.NfdumpCsv;
import io.testudo.telemetry.nfdump.NfdumpDecoder;
import io.testudo.telemetry.nfdump.NfdumpRecords;
import io.testudo.telemetry.recognition.Format;
import io.testudo.telemetry.recognition.Recognition;
import io.testudo.telemetry.record.Lines;
import io.testudo.telemetry.record.RecordDecoder;
import io.testudo.telemetry.record.Records;
import io.testudo.telemetry.schema.EcsJson;
import io.testudo.telemetry.schema.OcsfJson;
import io.testudo.telemetry.spool.SpoolDecoder;
import io.testudo.telemetry.spool.SpoolRecords;
import io.testudo.telemetry.suricata.EveJson;
import io.testudo.telemetry.syslog.JournalEntry;
import io.testudo.telemetry.syslog.JournalExport;
import io.testudo.telemetry.syslog.JournalRecords;
import io.testudo.telemetry.syslog.SyslogDecoder;
import io.testudo.telemetry.syslog.SyslogFrames;
import io.testudo.telemetry.syslog.SyslogJson;
import io.testudo.telemetry.windows.WindowsJson;
import io.testudo.telemetry.zeek.ZeekJson;
import io.testudo.telemetry.zeek.ZeekTsv;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How each format of records is cut and decoded, item after item. Not thread-safe. */
final class FormatReading {

  private final TelemetryConfig config;
  private final FlowExports exports;
  private final LayoutTree layouts = new LayoutTree();
  private final WindowsJson windows;
  private @Nullable Mapping mapping;

  FormatReading(TelemetryConfig config, FlowExports exports) {
    this.config = config;
    this.exports = exports;
    JsonFields nested = new JsonFields(config.mostJsonDepth(), config.mostRecordBytes());
    this.windows = new WindowsJson(nested, config.homeZone());
  }

  /**
   * What an item is by the mappings, else by its content.
   *
   * @param head its first bytes
   */
  Recognition recognise(String item, byte[] head) {
    Recognition recognised = Recognition.of(head);
    switch (recognised.format()) {
      case PCAP, PCAPNG, EVTX, SPOOL, NFDUMP, NETFLOW, EMPTY -> mapping = null;
      case JSON_LINES,
          JSON_DOCUMENTS,
          ZEEK_TSV,
          SYSLOG,
          SYSLOG_COUNTED,
          AUDITD,
          JOURNAL,
          NFDUMP_CSV,
          ARGUS,
          CSV,
          UNREAD ->
          mapping =
              config.mappings().isEmpty()
                  ? null
                  : MappedCsv.of(config.mappings(), item, new String(head, StandardCharsets.UTF_8));
    }
    return mapping == null ? recognised : new Recognition(Format.CSV, "");
  }

  /** The records of an item of this format. */
  Records records(Format format, InputStream bytes) {
    return switch (format) {
      case JSON_LINES, ZEEK_TSV, SYSLOG, AUDITD, NFDUMP_CSV, ARGUS ->
          new Lines(bytes, config.mostRecordBytes());
      case JSON_DOCUMENTS -> new JsonDocuments(bytes, config.mostRecordBytes());
      case SYSLOG_COUNTED -> new SyslogFrames(bytes, config.mostRecordBytes());
      case SPOOL -> new SpoolRecords(bytes, config.mostRecordBytes());
      case NETFLOW -> new Datagrams(bytes);
      case NFDUMP -> new NfdumpRecords(bytes);
      case EVTX -> new EvtxRecords(bytes);
      case CSV -> new CsvRecords(bytes, config.mostRecordBytes(), separator());
      case JOURNAL -> new JournalRecords(bytes, config.mostRecordBytes());
      case EMPTY, PCAP, PCAPNG, UNREAD -> throw hasNoRecords(format);
    };
  }

  /** What decodes the records of an item of this format. */
  RecordDecoder decoder(Format format, String item, Instant itemTime) {
    return switch (format) {
      case JSON_LINES, JSON_DOCUMENTS -> json(item, itemTime);
      case ZEEK_TSV -> new ZeekTsv(item, itemTime);
      case SYSLOG, SYSLOG_COUNTED -> syslog(itemTime);
      case AUDITD -> new AuditLine();
      case SPOOL -> spooled(itemTime);
      case NETFLOW -> exports;
      case NFDUMP -> new NfdumpDecoder(exports::stored);
      case EVTX -> new EvtxDecoder(windows);
      case CSV -> new MappedCsv(declared());
      case JOURNAL -> new JournalExport(new JournalEntry(syslog(itemTime)));
      case NFDUMP_CSV -> new NfdumpCsv(config.homeZone(), exports::stored);
      case ARGUS -> new Binetflow(config.homeZone());
      case EMPTY, PCAP, PCAPNG, UNREAD -> throw hasNoRecords(format);
    };
  }

  private Mapping declared() {
    Mapping declared = mapping;
    if (declared == null) {
      throw new IllegalStateException("separated values must have been recognised by a mapping");
    }
    return declared;
  }

  private char separator() {
    return declared().shape() instanceof Mapping.Csv csv ? csv.separator() : ',';
  }

  private static IllegalArgumentException hasNoRecords(Format format) {
    return new IllegalArgumentException("format (" + format + ") of an item must have records");
  }

  /** What decodes the messages of a spool. */
  SpoolDecoder spooled(Instant reference) {
    return new SpoolDecoder(syslog(reference), exports);
  }

  private JsonDecoder json(String item, Instant itemTime) {
    JsonFields reader = new JsonFields(config.mostJsonDepth(), config.mostRecordBytes(), layouts);
    List<Dialect> dialects = new ArrayList<>(MappedJson.of(config.mappings(), item));
    dialects.addAll(
        List.of(
            new EveJson(),
            windows,
            new ZeekJson(item, itemTime),
            new SyslogJson(syslog(itemTime)),
            new JournalEntry(syslog(itemTime)),
            new EcsJson(),
            new OcsfJson(),
            new OtherJson(itemTime)));
    return new JsonDecoder(reader, dialects);
  }

  private SyslogDecoder syslog(Instant reference) {
    return new SyslogDecoder(reference, config.homeZone(), windows);
  }
}
