package io.testudo.telemetry.evtx;

import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.telemetry.record.RecordDecoder;
import io.testudo.telemetry.windows.WindowsJson;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Origin;

/** Decodes what {@link EvtxRecords} cuts. */
public final class EvtxDecoder implements RecordDecoder {

  private final WindowsJson windows;
  private BinXml chunk = new BinXml(new byte[0]);

  /**
   * Decodes records.
   *
   * @param windows gives the fields their names
   */
  public EvtxDecoder(WindowsJson windows) {
    this.windows = windows;
  }

  @Override
  public Event decode(Origin origin, byte[] bytes, int from, int length)
      throws MalformedRecordException {
    if (from == 0) {
      throw new MalformedRecordException(EvtxChunk.fault(bytes));
    }
    if (!EvtxChunk.isRecord(bytes, from, from + length)) {
      throw new MalformedRecordException("is no whole record, " + length + " bytes long");
    }
    if (!chunk.isOf(bytes)) {
      chunk = new BinXml(bytes);
    }
    Fields root = chunk.read(from + EvtxChunk.RECORD_HEADER, from + length - 4);
    if (root.get("Event") instanceof Fields event && event.get("System") instanceof Fields) {
      return windows.ofDump(origin, event);
    }
    throw new MalformedRecordException("is no event");
  }
}
