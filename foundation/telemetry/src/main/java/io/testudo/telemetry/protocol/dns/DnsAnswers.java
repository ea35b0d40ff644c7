package io.testudo.telemetry.protocol.dns;

import io.testudo.telemetry.stream.MalformedMessageException;
import io.testudo.telemetry.stream.Sent;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Value;
import java.util.ArrayList;
import java.util.List;

/** The records that answer a question, each in one text, with their times to live. */
final class DnsAnswers {

  /** More answers of one message are not listed. */
  private static final int MOST = 200;

  final List<Value> texts = new ArrayList<>();
  final List<Value> secondsToLive = new ArrayList<>();

  /** Whose the first record is; empty where there is none. */
  String owner = "";

  /** Reads {@code count} records, leaving the reader behind them. */
  static DnsAnswers read(Sent message, DnsReader reader, int count)
      throws MalformedMessageException {
    DnsAnswers answers = new DnsAnswers();
    for (int i = 0; i < count; i++) {
      if (i == 0) {
        answers.owner = reader.name();
      } else {
        reader.skipName();
      }
      int type = reader.u16();
      reader.u16();
      long seconds = reader.u32();
      int length = reader.u16();
      int at = reader.at();
      reader.skip(length);
      String text = answers.texts.size() < MOST ? text(message, type, at, length) : "";
      if (!text.isEmpty()) {
        answers.texts.add(new Value.Text(text));
        answers.secondsToLive.add(new Value.Real(seconds));
      }
    }
    return answers;
  }

  private static String text(Sent message, int type, int at, int length)
      throws MalformedMessageException {
    // Names inside may point anywhere before, so the reader sees the message up to the record's
    // end.
    Sent visible = message.part(0, at + length);
    DnsReader data = new DnsReader(visible, at);
    return switch (type) {
      case 1 -> length == 4 ? IpAddress.of(visible.copy(at, 4), 0, 4).toString() : "";
      case 28 -> length == 16 ? IpAddress.of(visible.copy(at, 16), 0, 16).toString() : "";
      case 2, 5, 6, 12, 39 -> data.name();
      case 15 -> {
        data.u16();
        yield data.name();
      }
      case 33 -> {
        data.skip(6);
        yield data.name();
      }
      case 16, 99 -> strings(data, type == 16 ? "TXT" : "SPF", at + length);
      case 43 -> "DS " + visible.u8(at + 2) + " " + visible.u8(at + 3);
      case 46 -> {
        int covered = data.u16();
        data.skip(16);
        yield "RRSIG " + covered + " " + data.name();
      }
      case 47 -> "NSEC " + data.name();
      case 48 -> "DNSKEY " + visible.u8(at + 3);
      case 50 -> "NSEC3";
      case 51 -> "NSEC3PARAM";
      case 64, 65 -> {
        data.u16();
        yield DnsNames.type(type) + " " + data.name();
      }
      case 257 -> {
        data.u8();
        yield "CAA " + data.string();
      }
      case 11, 249, 250 -> "";
      case 65534 -> "BIND9 signing signal";
      default -> "<unknown type=" + type + ">";
    };
  }

  private static String strings(DnsReader data, String kind, int end)
      throws MalformedMessageException {
    StringBuilder all = new StringBuilder();
    while (data.at() < end) {
      String text = data.string();
      all.append(all.isEmpty() ? "" : " ").append(kind).append(' ').append(text.length());
      all.append(' ').append(text);
    }
    return all.toString();
  }
}
