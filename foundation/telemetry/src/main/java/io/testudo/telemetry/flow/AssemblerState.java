package io.testudo.telemetry.flow;

import io.testudo.telemetry.flow.OpenFlow.Phase;
import io.testudo.telemetry.service.Services;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stored form of an assembler, as {@code docs/formats/flow-state.md} describes it. What is read
 * is checked against the bounds that the assembler keeps, so that a damaged record is refused and
 * never half believed.
 */
final class AssemblerState {

  private static final int MAGIC = 0x5446_4C57;
  private static final int VERSION = 2;
  private static final int WITHOUT_CONVERSATIONS = 1;
  private static final int MOST_FLOWS = 4_000_000;
  private static final int MOST_TEXT_BYTES = 1 << 20;
  private static final long MOST_NANOS = 7_300_000_000L * 1_000_000_000L;
  private static final Phase[] PHASES = Phase.values();
  private static final TcpState[] TCP_STATES = TcpState.values();

  private AssemblerState() {}

  static void write(FlowAssembler from, DataOutput out) throws IOException {
    out.writeInt(MAGIC);
    out.writeShort(VERSION);
    for (long value : from.clock.state()) {
      out.writeLong(value);
    }
    out.writeLong(from.observed);
    out.writeLong(from.ordinals);
    out.writeLong(from.packets);
    out.writeLong(from.delivered);
    out.writeLong(from.evicted);
    out.writeLong(from.aged);
    out.writeLong(from.orphanFragments);
    writeFragments(from.fragments, out);
    Map<String, Integer> texts = texts(from);
    out.writeInt(texts.size());
    for (String text : texts.keySet()) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(utf8.length);
      out.write(utf8);
    }
    out.writeInt(from.openFlows());
    for (Phase phase : PHASES) {
      for (OpenFlow flow = from.longestSilent(phase); flow != null; flow = flow.shorterSilent) {
        writeFlow(flow, texts, out);
        from.payloads.save(flow, out);
      }
    }
  }

  private static Map<String, Integer> texts(FlowAssembler from) {
    Map<String, Integer> texts = new LinkedHashMap<>();
    for (Phase phase : PHASES) {
      for (OpenFlow flow = from.longestSilent(phase); flow != null; flow = flow.shorterSilent) {
        texts.putIfAbsent(flow.source, texts.size());
        texts.putIfAbsent(flow.item, texts.size());
      }
    }
    return texts;
  }

  private static void writeFragments(FragmentTable fragments, DataOutput out) throws IOException {
    out.writeInt(fragments.entries().size());
    for (Map.Entry<FragmentTable.Fragmented, Integer> entry : fragments.entries().entrySet()) {
      FragmentTable.Fragmented f = entry.getKey();
      out.writeByte(f.ipVersion());
      out.writeByte(f.protocol());
      out.writeInt(f.id());
      out.writeLong(f.sourceHigh());
      out.writeLong(f.sourceLow());
      out.writeLong(f.destinationHigh());
      out.writeLong(f.destinationLow());
      out.writeInt(entry.getValue());
    }
  }

  private static void writeFlow(OpenFlow flow, Map<String, Integer> texts, DataOutput out)
      throws IOException {
    FlowKey key = flow.key;
    out.writeByte(flow.phase.ordinal());
    out.writeByte(key.ipVersion);
    out.writeByte(key.protocol);
    out.writeBoolean(key.oneWay);
    out.writeLong(key.firstHigh);
    out.writeLong(key.firstLow);
    out.writeShort(key.firstPort);
    out.writeLong(key.secondHigh);
    out.writeLong(key.secondLow);
    out.writeShort(key.secondPort);
    out.writeLong(flow.ordinal);
    out.writeBoolean(flow.originatorFirst);
    out.writeShort(flow.icmpCode);
    out.writeInt(texts.getOrDefault(flow.source, 0));
    out.writeInt(texts.getOrDefault(flow.item, 0));
    out.writeLong(flow.record);
    out.writeLong(flow.startNanos);
    out.writeLong(flow.lastNanos);
    out.writeLong(flow.activeNanos);
    out.writeLong(flow.touched);
    out.writeByte(flow.service);
    writeHalf(flow.originator, out);
    writeHalf(flow.responder, out);
  }

  private static void writeHalf(HalfFlow half, DataOutput out) throws IOException {
    out.writeLong(half.packets);
    out.writeLong(half.ipBytes);
    out.writeLong(half.frameBytes);
    out.writeLong(half.payloadBytes);
    out.writeByte(half.flags);
    out.writeLong(half.lastNanos);
    out.writeDouble(half.meanMicros);
    out.writeDouble(half.squaresMicros);
    out.writeLong(half.leastNanos);
    out.writeLong(half.mostNanos);
    out.writeByte(half.state.ordinal());
    out.writeByte(half.before.ordinal());
    out.writeBoolean(half.sequenced);
    out.writeInt(half.startSequence);
    out.writeInt(half.highSequence);
    out.writeLong(half.owedBytes);
    out.writeBoolean(half.sentStream);
    out.writeByte(half.peeksLeft);
  }

  static void read(FlowAssembler into, DataInput in) throws IOException {
    require(in.readInt() == MAGIC, "it does not begin as one");
    int version = in.readUnsignedShort();
    require(
        version == VERSION || version == WITHOUT_CONVERSATIONS,
        "its version " + version + " is not known");
    into.clock.set(
        new long[] {time(in), time(in), time(in), time(in), bounded(in.readLong(), 3, "clock")});
    into.observed = count(in, "observed");
    into.ordinals = count(in, "ordinals");
    into.packets = count(in, "packets");
    into.delivered = count(in, "delivered");
    into.evicted = count(in, "evicted");
    into.aged = count(in, "aged");
    into.orphanFragments = count(in, "orphanFragments");
    readFragments(into.fragments, in);
    List<String> texts = readTexts(in);
    int flows = (int) bounded(in.readInt(), MOST_FLOWS, "flows");
    OpenFlow before = null;
    for (int i = 0; i < flows; i++) {
      OpenFlow flow = readFlow(texts, in);
      if (version == WITHOUT_CONVERSATIONS) {
        flow.dissectorSought = flow.service != Services.UNKNOWN;
      } else {
        into.payloads.restore(flow, in);
      }
      require(flow.ordinal < into.ordinals, "a flow is newer than the newest");
      require(flow.activeNanos <= into.clock.now(), "a flow was active after the clock");
      if (before != null) {
        boolean inOrder =
            before.phase.ordinal() < flow.phase.ordinal()
                || (before.phase == flow.phase && before.activeNanos <= flow.activeNanos);
        require(inOrder, "its flows are not in the order of silence");
      }
      require(!into.flows.containsKey(flow.key), "it holds a flow twice");
      into.restore(flow);
      before = flow;
    }
  }

  private static void readFragments(FragmentTable fragments, DataInput in) throws IOException {
    int count = (int) bounded(in.readInt(), FragmentTable.MOST, "fragments");
    for (int i = 0; i < count; i++) {
      fragments.put(
          new FragmentTable.Fragmented(
              in.readUnsignedByte(),
              in.readUnsignedByte(),
              in.readInt(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readLong()),
          in.readInt());
    }
  }

  private static List<String> readTexts(DataInput in) throws IOException {
    int count = (int) bounded(in.readInt(), 2L * MOST_FLOWS, "texts");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] utf8 = new byte[(int) bounded(in.readInt(), MOST_TEXT_BYTES, "text")];
      in.readFully(utf8);
      texts.add(new String(utf8, StandardCharsets.UTF_8));
    }
    return texts;
  }

  private static OpenFlow readFlow(List<String> texts, DataInput in) throws IOException {
    Phase phase = PHASES[(int) bounded(in.readUnsignedByte(), PHASES.length - 1, "phase")];
    FlowKey key = new FlowKey();
    key.ipVersion = in.readUnsignedByte();
    require(key.ipVersion == 4 || key.ipVersion == 6, "an IP version is neither 4 nor 6");
    key.protocol = in.readUnsignedByte();
    key.oneWay = in.readBoolean();
    key.firstHigh = in.readLong();
    key.firstLow = in.readLong();
    key.firstPort = in.readUnsignedShort();
    key.secondHigh = in.readLong();
    key.secondLow = in.readLong();
    key.secondPort = in.readUnsignedShort();
    requireNarrow(key);
    long ordinal = count(in, "ordinal");
    boolean originatorFirst = in.readBoolean();
    int icmpCode = in.readUnsignedShort();
    require(!texts.isEmpty(), "a flow names no origin");
    String source = texts.get((int) bounded(in.readInt(), texts.size() - 1, "source"));
    String item = texts.get((int) bounded(in.readInt(), texts.size() - 1, "item"));
    long record = count(in, "record");
    OpenFlow flow = new OpenFlow(key, ordinal, source, item, record, time(in));
    flow.originatorFirst = originatorFirst;
    flow.icmpCode = icmpCode;
    flow.phase = phase;
    flow.lastNanos = time(in);
    require(flow.lastNanos >= flow.startNanos, "a flow ends before it begins");
    flow.activeNanos = time(in);
    flow.touched = count(in, "touched");
    flow.service = (int) bounded(in.readUnsignedByte(), Services.count() - 1, "service");
    readHalf(flow.originator, in);
    readHalf(flow.responder, in);
    return flow;
  }

  private static void requireNarrow(FlowKey key) throws IOException {
    boolean narrow =
        key.firstHigh == 0
            && key.secondHigh == 0
            && key.firstLow >>> 32 == 0
            && key.secondLow >>> 32 == 0;
    require(key.ipVersion == 6 || narrow, "an IPv4 address is wider than 32 bits");
  }

  private static void readHalf(HalfFlow half, DataInput in) throws IOException {
    half.packets = count(in, "packets");
    half.ipBytes = count(in, "ipBytes");
    half.frameBytes = count(in, "frameBytes");
    half.payloadBytes = count(in, "payloadBytes");
    half.flags = in.readUnsignedByte();
    half.lastNanos = time(in);
    half.meanMicros = real(in);
    half.squaresMicros = real(in);
    half.leastNanos = time(in);
    half.mostNanos = time(in);
    half.state = TCP_STATES[(int) bounded(in.readUnsignedByte(), TCP_STATES.length - 1, "state")];
    half.before = TCP_STATES[(int) bounded(in.readUnsignedByte(), TCP_STATES.length - 1, "state")];
    half.sequenced = in.readBoolean();
    half.startSequence = in.readInt();
    half.highSequence = in.readInt();
    half.owedBytes = count(in, "owedBytes");
    half.sentStream = in.readBoolean();
    half.peeksLeft = (int) bounded(in.readUnsignedByte(), HalfFlow.PEEKS, "peeks");
  }

  private static long time(DataInput in) throws IOException {
    return bounded(in.readLong(), MOST_NANOS, "time");
  }

  private static long count(DataInput in, String what) throws IOException {
    return bounded(in.readLong(), Long.MAX_VALUE / 2, what);
  }

  private static double real(DataInput in) throws IOException {
    double value = in.readDouble();
    require(Double.isFinite(value) && value >= 0, "a number is negative or not finite");
    return value;
  }

  private static long bounded(long value, long most, String what) throws IOException {
    require(value >= 0 && value <= most, what + " (" + value + ") must be in 0.." + most);
    return value;
  }

  private static void require(boolean holds, String otherwise) throws IOException {
    if (!holds) {
      throw new StreamCorruptedException("flow assembler's state is damaged: " + otherwise);
    }
  }
}
