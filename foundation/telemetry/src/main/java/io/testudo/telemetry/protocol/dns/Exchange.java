package io.testudo.telemetry.protocol.dns;

import io.testudo.telemetry.stream.StoredFields;
import io.testudo.vocabulary.event.Value;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query and what is known of its answer.
 *
 * @param nanos when it was asked, or answered if nobody saw the question
 * @param asked whether the question was seen
 * @param name in lower case; null if the message asks nothing
 * @param flags the flags of the query; 0 if it was not seen
 */
record Exchange(
    int id, long nanos, boolean asked, @Nullable String name, int klass, int type, int flags) {

  private static final int AUTHORITATIVE = 0x0400;
  private static final int TRUNCATED = 0x0200;
  private static final int RECURSION_DESIRED = 0x0100;
  private static final int RECURSION_AVAILABLE = 0x0080;
  private static final int OPERATION = 0x7800;
  private static final int CODE = 0x000F;
  private static final double NANOS_PER_SECOND = 1e9;

  /** Whether an answer with this question is to this query. */
  boolean asks(int otherId, @Nullable String otherName) {
    return id == otherId && (otherName == null || name == null || name.equals(otherName));
  }

  /** What is told if nobody answers. */
  Map<String, Value> unanswered() {
    Map<String, Value> fields = question(-1);
    putFlags(fields, 0);
    fields.put("rejected", new Value.Truth(false));
    putOperation(fields, flags);
    return fields;
  }

  /** What is told with the answer. */
  Map<String, Value> answered(long answerNanos, int answerFlags, DnsAnswers answers) {
    Map<String, Value> fields = question(answerNanos);
    int code = answerFlags & CODE;
    fields.put("rcode", new Value.Whole(code));
    fields.put("rcode_name", new Value.Text(DnsNames.code(code)));
    putFlags(fields, answerFlags);
    if (!answers.texts.isEmpty()) {
      fields.put("answers", new Value.Many(answers.texts));
      fields.put("TTLs", new Value.Many(answers.secondsToLive));
    }
    fields.put("rejected", new Value.Truth(code == 5));
    putOperation(fields, answerFlags);
    return fields;
  }

  private Map<String, Value> question(long answerNanos) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("trans_id", new Value.Whole(id));
    if (asked && answerNanos > nanos) {
      fields.put("rtt", new Value.Real((answerNanos - nanos) / NANOS_PER_SECOND));
    }
    if (name != null) {
      fields.put("query", new Value.Text(name));
    }
    if (asked && name != null) {
      fields.put("qclass", new Value.Whole(klass));
      fields.put("qclass_name", new Value.Text(DnsNames.klass(klass)));
      fields.put("qtype", new Value.Whole(type));
      fields.put("qtype_name", new Value.Text(DnsNames.type(type)));
    }
    return fields;
  }

  private void putFlags(Map<String, Value> fields, int answerFlags) {
    fields.put("AA", new Value.Truth((answerFlags & AUTHORITATIVE) != 0));
    fields.put("TC", new Value.Truth(((flags | answerFlags) & TRUNCATED) != 0));
    fields.put("RD", new Value.Truth((flags & RECURSION_DESIRED) != 0));
    fields.put("RA", new Value.Truth((answerFlags & RECURSION_AVAILABLE) != 0));
    fields.put("Z", new Value.Whole(flags >> 4 & 7));
  }

  private static void putOperation(Map<String, Value> fields, int ofFlags) {
    int operation = (ofFlags & OPERATION) >> 11;
    fields.put("opcode", new Value.Whole(operation));
    fields.put("opcode_name", new Value.Text(DnsNames.operation(operation)));
  }

  void save(DataOutput out) throws IOException {
    out.writeShort(id);
    out.writeLong(nanos);
    out.writeBoolean(name != null);
    if (name != null) {
      StoredFields.writeText(name, out);
    }
    out.writeShort(klass);
    out.writeShort(type);
    out.writeShort(flags);
  }

  /** A query that waits for its answer. */
  static Exchange restore(DataInput in) throws IOException {
    int id = in.readUnsignedShort();
    long nanos = in.readLong();
    String name = in.readBoolean() ? StoredFields.readText(in) : null;
    return new Exchange(
        id,
        nanos,
        true,
        name,
        in.readUnsignedShort(),
        in.readUnsignedShort(),
        in.readUnsignedShort());
  }
}
