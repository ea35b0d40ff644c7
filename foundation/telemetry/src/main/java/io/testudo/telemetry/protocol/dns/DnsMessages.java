package io.testudo.telemetry.protocol.dns;

import io.testudo.telemetry.stream.Dissector;
import io.testudo.telemetry.stream.MalformedMessageException;
import io.testudo.telemetry.stream.Sent;
import io.testudo.telemetry.stream.StoredFields;
import io.testudo.telemetry.stream.Told;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * DNS: each query with its answer; a query that was not answered when the conversation is over; an
 * answer that nobody asked for. Fields are those of Zeek's {@code dns} log.
 *
 * <p>At most {@value #MOST_OPEN} queries wait for their answers; the oldest is then told as
 * unanswered.
 */
public final class DnsMessages implements Dissector {

  private static final String PROTOCOL = "dns";
  private static final int MOST_OPEN = 256;
  private static final int MOST_QUESTIONS = 64;
  private static final int MOST_RECORDS = 4096;
  private static final int HEADER_BYTES = 12;
  private static final int RESPONSE = 0x8000;

  /** The bit by which multicast DNS asks for an answer to the asker alone. */
  private static final int CLASS = 0x7FFF;

  /** How messages come. */
  private enum Way {
    /** Each behind its length. */
    STREAM,
    /** One in each datagram. */
    DATAGRAM,
    /** One in each datagram, from and to whoever listens: an answer belongs to no query. */
    MULTICAST
  }

  private final Way way;
  private final List<Exchange> open = new ArrayList<>();

  private DnsMessages(Way way) {
    this.way = way;
  }

  /** Messages that follow one another in a stream, each behind its length. */
  public static DnsMessages overTcp() {
    return new DnsMessages(Way.STREAM);
  }

  /** One message in each datagram. */
  public static DnsMessages overUdp() {
    return new DnsMessages(Way.DATAGRAM);
  }

  /** One message in each datagram to all who listen, as of multicast DNS. */
  public static DnsMessages overMulticast() {
    return new DnsMessages(Way.MULTICAST);
  }

  @Override
  public int read(Sent sent, Told told) throws MalformedMessageException {
    if (way != Way.STREAM) {
      message(sent, told);
      return sent.length();
    }
    if (sent.length() < 2 || sent.length() < 2 + sent.u16(0)) {
      return 0;
    }
    int length = sent.u16(0);
    message(sent.part(2, length), told);
    return 2 + length;
  }

  private void message(Sent message, Told told) throws MalformedMessageException {
    int id = message.u16(0);
    int flags = message.u16(2);
    int questions = message.u16(4);
    int answers = message.u16(6);
    if (questions > MOST_QUESTIONS || answers > MOST_RECORDS) {
      throw new MalformedMessageException("counts more records than it can hold");
    }
    DnsReader reader = new DnsReader(message, HEADER_BYTES);
    String name = null;
    int type = 0;
    int klass = 0;
    if (questions > 0) {
      name = reader.name();
      type = reader.u16();
      klass = reader.u16() & CLASS;
    }
    for (int i = 1; i < questions; i++) {
      reader.skipName();
      reader.skip(4);
    }
    if ((flags & RESPONSE) == 0) {
      Exchange query = new Exchange(id, message.nanos(), true, name, klass, type, flags);
      if (way == Way.MULTICAST) {
        tell(query, told);
      } else {
        ask(query, told);
      }
    } else {
      DnsAnswers read = DnsAnswers.read(message, reader, answers);
      String answered = name == null && !read.owner.isEmpty() ? read.owner : name;
      Exchange asked = way == Way.MULTICAST ? null : take(id, answered);
      Exchange exchange =
          asked == null
              ? new Exchange(id, message.nanos(), false, answered, klass, type, 0)
              : asked;
      told.message(exchange.nanos(), PROTOCOL, exchange.answered(message.nanos(), flags, read));
    }
  }

  private void ask(Exchange query, Told told) {
    open.add(query);
    if (open.size() > MOST_OPEN) {
      tell(open.removeFirst(), told);
    }
  }

  private @Nullable Exchange take(int id, @Nullable String name) {
    for (Iterator<Exchange> each = open.iterator(); each.hasNext(); ) {
      Exchange query = each.next();
      if (query.asks(id, name)) {
        each.remove();
        return query;
      }
    }
    return null;
  }

  private static void tell(Exchange query, Told told) {
    told.message(query.nanos(), PROTOCOL, query.unanswered());
  }

  @Override
  public void end(Told told) {
    open.forEach(query -> tell(query, told));
    open.clear();
  }

  @Override
  public int held() {
    int held = 0;
    for (Exchange query : open) {
      String name = query.name();
      held += 80 + (name == null ? 0 : name.length());
    }
    return held;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(open.size());
    for (Exchange query : open) {
      query.save(out);
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    int queries = StoredFields.bounded(in.readInt(), MOST_OPEN, "number of open queries");
    for (int i = 0; i < queries; i++) {
      open.add(Exchange.restore(in));
    }
  }
}
