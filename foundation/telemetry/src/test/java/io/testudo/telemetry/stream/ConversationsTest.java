package io.testudo.telemetry.stream;

import static io.testudo.telemetry.capture.CaptureWriter.ethernet;
import static io.testudo.telemetry.capture.CaptureWriter.ipv4;
import static io.testudo.telemetry.capture.CaptureWriter.tcp;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.capture.CaptureDecoder;
import io.testudo.telemetry.capture.CaptureWriter;
import io.testudo.telemetry.capture.CaptureWriter.Timed;
import io.testudo.telemetry.protocol.http.HttpMessages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bound of memory, and who pays where it is reached. */
class ConversationsTest {

  private static final int ACK = 16;
  private static final int MOST = 1 << 16;

  private final Conversations conversations = new Conversations(MOST);
  private final List<String> told = new ArrayList<>();

  private Conversation begin(String name) {
    return conversations.begin(
        new HttpMessages(),
        (nanos, protocol, fields) -> told.add(name + " " + fields.get("uri")),
        1,
        1);
  }

  private void send(Conversation to, Side side, int sequence, int flags, int ack, String text)
      throws IOException {
    byte[] frame =
        ethernet(
            0x0800,
            ipv4(
                6,
                "10.0.0.1",
                "10.0.0.2",
                tcp(4000, 80, flags, sequence, ack, text.getBytes(ISO_8859_1))));
    new CaptureDecoder(
            "s", "i", packet -> conversations.segment(to, side, packet, sequence), parked -> {})
        .decode(new ByteArrayInputStream(CaptureWriter.pcap(List.of(new Timed(1, frame)))), 0);
  }

  @Test
  void countsWhatDissectorsRememberAsHeld() throws IOException {
    Conversation one = begin("one");
    send(one, Side.ORIGINATOR, 1, ACK, 1, "GET /" + "a".repeat(1000) + " HTTP/1.1\r\n\r\n");

    assertThat(conversations.held()).isGreaterThan(1000);
    conversations.end(one, 2);
    assertThat(conversations.held()).isZero();
    assertThat(told).hasSize(1);
  }

  @Test
  void givesUpWhoHoldsMostAndNotWhoComesLast() throws IOException {
    Conversation greedy = begin("greedy");
    int sequence = 1;
    for (int i = 0; i < 50; i++) {
      String request = "GET /" + "g".repeat(1400) + " HTTP/1.1\r\n\r\n";
      send(greedy, Side.ORIGINATOR, sequence, ACK, 1, request);
      sequence += request.length();
      assertThat(conversations.held()).isLessThanOrEqualTo(MOST);
      Conversation honest = begin("honest");
      send(honest, Side.ORIGINATOR, 1, ACK, 1, "GET /short HT");
      send(honest, Side.ORIGINATOR, 14, ACK, 1, "TP/1.1\r\n\r\n");
      conversations.end(honest, 2);
    }
    assertThat(greedy.isOver()).isTrue();
    assertThat(told).filteredOn("honest /short"::equals).hasSize(50);
    assertThat(conversations.counts().crowded()).isEqualTo(1);
  }

  @Test
  void believesNoAcknowledgementWithoutItsFlag() throws IOException {
    Conversation one = begin("one");
    send(one, Side.ORIGINATOR, 1, ACK, 1, "GET ");
    send(one, Side.ORIGINATOR, 7, ACK, 1, " HTTP/1.1\r\n\r\n");
    send(one, Side.RESPONDER, 1, 0, 20, "");
    assertThat(one.isOver()).isFalse();
    send(one, Side.ORIGINATOR, 5, ACK, 1, "/x");
    conversations.end(one, 2);
    assertThat(told).containsExactly("one /x");
  }

  @Test
  void takesAnAcknowledgedHoleForLost() throws IOException {
    Conversation one = begin("one");
    send(one, Side.ORIGINATOR, 1, ACK, 1, "GET ");
    send(one, Side.ORIGINATOR, 7, ACK, 1, " HTTP/1.1\r\n\r\n");
    send(one, Side.RESPONDER, 1, ACK, 20, "");
    assertThat(one.isOver()).isTrue();
    assertThat(conversations.counts().broken()).isEqualTo(1);
  }
}
