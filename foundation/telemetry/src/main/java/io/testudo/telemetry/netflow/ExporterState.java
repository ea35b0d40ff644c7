package io.testudo.telemetry.netflow;

import io.testudo.telemetry.record.StoredText;
import io.testudo.vocabulary.event.Origin;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;

/** The known exporters as they are stored. */
final class ExporterState {

  private static final int MOST_EXPORTERS = 10_000;
  private static final int MOST_TEMPLATES = 65_536;
  private static final int MOST_FIELDS = 1000;
  private static final int MOST_PENDING = 1 << 20;
  private static final int MOST_SET_BYTES = 65_535;

  private ExporterState() {}

  static void write(Exporters exporters, DataOutput out) throws IOException {
    out.writeLong(exporters.displaced);
    out.writeLong(exporters.refused);
    out.writeInt(exporters.byKey.size());
    for (Exporter exporter : exporters.byKey.values()) {
      write(exporter, out);
    }
  }

  private static void write(Exporter exporter, DataOutput out) throws IOException {
    StoredText.write(exporter.key.name(), out);
    out.writeByte(exporter.key.version());
    out.writeLong(exporter.key.domain());
    out.writeLong(exporter.sampling);
    out.writeLong(exporter.bootNanos);
    out.writeLong(exporter.firstNanos);
    out.writeLong(exporter.lastNanos);
    out.writeLong(exporter.decodedNanos);
    out.writeLong(exporter.datagrams);
    out.writeLong(exporter.flows);
    out.writeLong(exporter.otherRecords);
    out.writeLong(exporter.undecodable);
    out.writeLong(exporter.redefined);
    out.writeLong(exporter.refusedTemplates);
    write(exporter.sequence, out);
    out.writeInt(exporter.samplers.size());
    for (Map.Entry<Long, Long> sampler : exporter.samplers.entrySet()) {
      out.writeLong(sampler.getKey());
      out.writeLong(sampler.getValue());
    }
    out.writeInt(exporter.templates.size());
    for (Template template : exporter.templates.values()) {
      write(template, out);
    }
    out.writeInt(exporter.pending.size());
    for (Exporter.Pending set : exporter.pending) {
      write(set, out);
    }
  }

  private static void write(SequenceCount sequence, DataOutput out) throws IOException {
    out.writeBoolean(sequence.isKnown);
    out.writeInt(sequence.next);
    out.writeBoolean(sequence.hasClock);
    out.writeLong(sequence.lastExportNanos);
    out.writeInt(sequence.lastUptimeMillis);
    out.writeLong(sequence.lost);
    out.writeLong(sequence.reordered);
    out.writeLong(sequence.restarts);
  }

  private static void write(Template template, DataOutput out) throws IOException {
    out.writeShort(template.id);
    out.writeBoolean(template.tellsOptions);
    out.writeShort(template.scopeFields);
    out.writeBoolean(template.isUsed);
    out.writeLong(template.usedNanos);
    out.writeInt(template.fields.length);
    for (long field : template.fields) {
      out.writeLong(field);
    }
  }

  private static void write(Exporter.Pending set, DataOutput out) throws IOException {
    StoredText.write(set.origin().source(), out);
    StoredText.write(set.origin().item(), out);
    out.writeLong(set.origin().record());
    out.writeLong(set.time().exportNanos);
    out.writeBoolean(set.time().hasUptime);
    out.writeInt(set.time().uptimeMillis);
    out.writeShort(set.template());
    out.writeInt(set.bytes().length);
    out.write(set.bytes());
  }

  static void read(Exporters exporters, DataInput in) throws IOException {
    exporters.displaced = in.readLong();
    exporters.refused = in.readLong();
    int count = count(in, MOST_EXPORTERS, "exporters");
    for (int i = 0; i < count; i++) {
      Exporter exporter = readExporter(in);
      exporters.byKey.put(exporter.key, exporter);
      exporters.fields += exporter.fields;
      exporters.pendingBytes += exporter.pendingBytes;
    }
  }

  private static Exporter readExporter(DataInput in) throws IOException {
    Exporter exporter =
        new Exporter(
            new Exporter.Key(StoredText.read(in), in.readUnsignedByte(), in.readLong()), 0);
    exporter.sampling = Math.max(1, in.readLong());
    exporter.bootNanos = in.readLong();
    exporter.firstNanos = in.readLong();
    exporter.lastNanos = in.readLong();
    exporter.decodedNanos = in.readLong();
    exporter.datagrams = in.readLong();
    exporter.flows = in.readLong();
    exporter.otherRecords = in.readLong();
    exporter.undecodable = in.readLong();
    exporter.redefined = in.readLong();
    exporter.refusedTemplates = in.readLong();
    readSequence(exporter.sequence, in);
    int samplers = count(in, MOST_FIELDS, "samplers");
    for (int i = 0; i < samplers; i++) {
      exporter.samplers.put(in.readLong(), Math.max(1, in.readLong()));
    }
    int templates = count(in, MOST_TEMPLATES, "templates");
    for (int i = 0; i < templates; i++) {
      Template template = readTemplate(in, exporter.key.version() == 9);
      exporter.templates.put(template.id, template);
      exporter.fields += template.fields.length;
    }
    int pending = count(in, MOST_PENDING, "waiting sets");
    for (int i = 0; i < pending; i++) {
      Exporter.Pending set = readPending(in);
      exporter.pending.addLast(set);
      exporter.pendingBytes += set.size();
    }
    return exporter;
  }

  private static void readSequence(SequenceCount sequence, DataInput in) throws IOException {
    sequence.isKnown = in.readBoolean();
    sequence.next = in.readInt();
    sequence.hasClock = in.readBoolean();
    sequence.lastExportNanos = in.readLong();
    sequence.lastUptimeMillis = in.readInt();
    sequence.lost = in.readLong();
    sequence.reordered = in.readLong();
    sequence.restarts = in.readLong();
  }

  private static Template readTemplate(DataInput in, boolean namesScope) throws IOException {
    int id = in.readUnsignedShort();
    boolean tellsOptions = in.readBoolean();
    int scope = in.readUnsignedShort();
    boolean isUsed = in.readBoolean();
    long usedNanos = in.readLong();
    long[] fields = new long[count(in, MOST_FIELDS, "fields")];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = in.readLong();
    }
    Template template =
        new Template(id, tellsOptions, fields, Math.min(scope, fields.length), namesScope);
    if (template.leastBytes == 0) {
      throw new IOException("a stored template must be of records with a byte");
    }
    template.isUsed = isUsed;
    template.usedNanos = usedNanos;
    return template;
  }

  private static Exporter.Pending readPending(DataInput in) throws IOException {
    Origin origin = new Origin(StoredText.read(in), StoredText.read(in), in.readLong());
    ExportTime time = new ExportTime();
    time.exportNanos = in.readLong();
    time.hasUptime = in.readBoolean();
    time.uptimeMillis = in.readInt();
    int template = in.readUnsignedShort();
    byte[] bytes = new byte[count(in, MOST_SET_BYTES, "bytes of a set")];
    in.readFully(bytes);
    return new Exporter.Pending(origin, time, template, bytes);
  }

  private static int count(DataInput in, int most, String what) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > most) {
      throw new IOException("count (" + count + ") of " + what + " must be in 0.." + most);
    }
    return count;
  }
}
