package io.testudo.telemetry.flow;

import static io.testudo.telemetry.capture.CaptureWriter.ethernet;
import static io.testudo.telemetry.capture.CaptureWriter.ipv4;
import static io.testudo.telemetry.capture.CaptureWriter.tcp;
import static io.testudo.telemetry.capture.CaptureWriter.udp;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.capture.CaptureDecoder;
import io.testudo.telemetry.capture.CaptureWriter;
import io.testudo.telemetry.capture.CaptureWriter.Timed;
import io.testudo.vocabulary.event.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** What the payload of flows says, however it is cut, mixed up, repeated and interrupted. */
class FlowMessagesTest {

  private static final long NOON = 1_700_000_000_000_000_000L;
  private static final int ACK = 16;
  private static final byte[] NOTHING = {};
  private static final String REQUESTS =
      "GET /one HTTP/1.1\r\nHost: a.example\r\nUser-Agent: x\r\n\r\n"
          + "POST /two%41 HTTP/1.1\r\nHost: a.example\r\nContent-Length: 5\r\n\r\nhello";
  private static final String RESPONSES =
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"
          + "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwxyz\r\n0\r\n\r\n";

  private final List<byte[]> frames = new ArrayList<>();

  private void client(int at, byte[] payload) {
    frames.add(
        ethernet(
            0x0800, ipv4(6, "10.0.0.1", "10.0.0.2", tcp(4000, 80, ACK, 101 + at, 501, payload))));
  }

  private void server(int at, byte[] payload) {
    frames.add(
        ethernet(
            0x0800, ipv4(6, "10.0.0.2", "10.0.0.1", tcp(80, 4000, ACK, 501 + at, 101, payload))));
  }

  private void open() {
    frames.add(
        ethernet(0x0800, ipv4(6, "10.0.0.1", "10.0.0.2", tcp(4000, 80, 2, 100, 0, new byte[0]))));
    frames.add(
        ethernet(
            0x0800, ipv4(6, "10.0.0.2", "10.0.0.1", tcp(80, 4000, 18, 500, 101, new byte[0]))));
  }

  private List<String> messages(int cut) throws IOException {
    List<Timed> timed = new ArrayList<>();
    for (byte[] frame : frames) {
      timed.add(new Timed(NOON + timed.size() * 1_000_000L, frame));
    }
    byte[] capture = CaptureWriter.pcap(timed);
    List<Message> messages = new ArrayList<>();
    FlowAssembler before =
        new FlowAssembler(FlowAssemblerConfig.defaults(), flow -> {}, messages::add);
    new CaptureDecoder(
            "sensor",
            "day.pcap",
            p -> {
              if (p.number() <= cut) {
                before.packet(p);
              }
            },
            parked -> {})
        .decode(new ByteArrayInputStream(capture), 0);
    FlowAssembler after =
        FlowAssembler.restore(
            new DataInputStream(new ByteArrayInputStream(saved(before))),
            FlowAssemblerConfig.defaults(),
            flow -> {},
            messages::add);
    assertThat(saved(after)).isEqualTo(saved(before));
    new CaptureDecoder("sensor", "day.pcap", after, parked -> {})
        .decode(new ByteArrayInputStream(capture), cut);
    after.flush();
    return messages.stream().map(m -> m.protocol() + " " + m.fields()).toList();
  }

  private static byte[] saved(FlowAssembler assembler) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assembler.save(new DataOutputStream(out));
    return out.toByteArray();
  }

  @Test
  void tellsEachRequestWithItsResponse() throws IOException {
    open();
    client(0, REQUESTS.getBytes(ISO_8859_1));
    server(0, RESPONSES.getBytes(ISO_8859_1));

    assertThat(messages(0))
        .containsExactly(
            "http {trans_depth=1, method=GET, host=a.example, uri=/one, version=1.1, user_agent=x,"
                + " request_body_len=0, response_body_len=3, status_code=200, status_msg=OK}",
            "http {trans_depth=2, method=POST, host=a.example, uri=/twoA, version=1.1,"
                + " request_body_len=5, response_body_len=4, status_code=404,"
                + " status_msg=Not Found}");
  }

  @Test
  void tellsTheSameHoweverSegmentsAreCutMixedUpRepeatedAndResumed() throws IOException {
    long seed = Long.getLong("seed", 5L);
    Random random = new Random(seed);
    open();
    client(0, REQUESTS.getBytes(ISO_8859_1));
    server(0, RESPONSES.getBytes(ISO_8859_1));
    List<String> expected = messages(0);
    for (int round = 0; round < 60; round++) {
      frames.clear();
      open();
      // The first byte of the client comes first: it says what is spoken.
      List<byte[]> mixed = new ArrayList<>();
      int first = 24;
      client(0, REQUESTS.substring(0, first).getBytes(ISO_8859_1));
      List<byte[]> head = List.copyOf(frames);
      frames.clear();
      cut(REQUESTS, first, random, true);
      Collections.shuffle(frames, random);
      mixed.addAll(frames);
      frames.clear();
      cut(RESPONSES, 0, random, false);
      Collections.shuffle(frames, random);
      mixed.addAll(frames);
      frames.clear();
      frames.addAll(head);
      frames.addAll(mixed);
      int resumeAt = random.nextInt(frames.size());
      assertThat(messages(resumeAt)).as("seed %d, round %d", seed, round).isEqualTo(expected);
    }
  }

  /** Pieces of a text that overlap in what they share. */
  private void cut(String text, int from, Random random, boolean ofClient) {
    int at = from;
    while (at < text.length()) {
      int end = Math.min(text.length(), at + 1 + random.nextInt(30));
      int begin = Math.max(from, at - random.nextInt(10));
      byte[] piece = text.substring(begin, end).getBytes(ISO_8859_1);
      if (ofClient) {
        client(begin, piece);
      } else {
        server(begin, piece);
      }
      at = end;
    }
  }

  @Test
  void believesTheFirstOfTwoContradictingCopies() throws IOException {
    open();
    client(0, "GET /sh".getBytes(ISO_8859_1));
    client(10, "n HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1));
    client(7, "owEVIL".getBytes(ISO_8859_1));
    client(7, "XXX".getBytes(ISO_8859_1));

    assertThat(messages(0)).singleElement().asString().contains("uri=/showEn");
  }

  @Test
  void goesOnBehindBytesOfABodyThatWereNotCaptured() throws IOException {
    open();
    client(0, "GET / HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1));
    server(0, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n12345".getBytes(ISO_8859_1));
    String rest = "z".repeat(10) + "HTTP/1.1 204 No Content\r\n\r\n";
    server(39 + 5 + 85 + 1, rest.getBytes(ISO_8859_1));
    client(18, "GET /next HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1));

    assertThat(messages(0))
        .hasSize(2)
        .first()
        .asString()
        .contains("response_body_len=100", "status_code=200");
  }

  @Test
  void takesSegmentsLongerThanAnyFrameAndKeepsTheBeginningOfLongTexts() throws IOException {
    open();
    String path = "/" + "p".repeat(9000);
    client(0, ("GET " + path + " HTTP/1.1\r\n\r\n").getBytes(ISO_8859_1));

    assertThat(messages(0))
        .singleElement()
        .asString()
        .contains("uri=" + path.substring(0, 4096) + ",");
  }

  @Test
  void joinsAnswersToTheirQueriesAndTellsThoseWithout() throws IOException {
    byte[] query = dns(7, 0x0100, 0);
    byte[] answer = dns(7, 0x8180, 1);
    byte[] other = dns(8, 0x0100, 0);
    frames.add(ethernet(0x0800, ipv4(17, "10.0.0.3", "10.0.0.2", udp(5000, 53, query))));
    frames.add(ethernet(0x0800, ipv4(17, "10.0.0.3", "10.0.0.2", udp(5000, 53, other))));
    frames.add(ethernet(0x0800, ipv4(17, "10.0.0.2", "10.0.0.3", udp(53, 5000, answer))));

    for (int cut = 0; cut < 3; cut++) {
      assertThat(messages(cut))
          .containsExactly(
              "dns {trans_id=7, rtt=0.002, query=a.example, qclass=1, qclass_name=C_INTERNET,"
                  + " qtype=1, qtype_name=A, rcode=0, rcode_name=NOERROR, AA=false, TC=false,"
                  + " RD=true, RA=true, Z=0, answers=[192.0.2.9], TTLs=[60.0], rejected=false,"
                  + " opcode=0, opcode_name=query}",
              "dns {trans_id=8, query=a.example, qclass=1, qclass_name=C_INTERNET, qtype=1,"
                  + " qtype_name=A, AA=false, TC=false, RD=true, RA=false, Z=0, rejected=false,"
                  + " opcode=0, opcode_name=query}");
    }
  }

  private static byte[] dns(int id, int flags, int answers) {
    String name = "\1a\7example\0";
    String text =
        new String(new char[] {0, (char) id, (char) (flags >> 8), (char) (flags & 0xFF), 0, 1, 0})
            + (char) answers
            + "\0\0\0\0"
            + name
            + "\0\1\0\1"
            + (answers == 0 ? "" : "\u00C0\14\0\1\0\1\0\0\0\74\0\4\u00C0\0\2\11");
    return text.getBytes(ISO_8859_1);
  }

  @Test
  void tellsWhatAClientOffersInTlsHoweverItIsCut() throws Exception {
    byte[] hello = clientHello();
    open();
    for (int at = 0; at < hello.length; at += 100) {
      client(at, Arrays.copyOfRange(hello, at, Math.min(hello.length, at + 100)));
    }
    for (int cut = 0; cut < frames.size(); cut++) {
      assertThat(messages(cut))
          .singleElement()
          .asString()
          .startsWith("tls {server_name=a.example, resumed=false, established=false, ja3=")
          .contains("ja4=t13d");
    }
  }

  private static byte[] clientHello() throws GeneralSecurityException, SSLException {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine("a.example", 443);
    engine.setUseClientMode(true);
    ByteBuffer wire = ByteBuffer.allocate(1 << 15);
    engine.wrap(ByteBuffer.allocate(0), wire);
    return Arrays.copyOf(wire.array(), wire.position());
  }

  @Test
  void readsTheSameOfHostileBytesWhereverItIsResumed() throws Exception {
    long seed = Long.getLong("seed", 9L);
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      frames.clear();
      open();
      byte[] hostile = hostile(random, round % 4 == 1 ? clientHello() : NOTHING);
      int at = 0;
      while (at < hostile.length) {
        int end = Math.min(hostile.length, at + 1 + random.nextInt(400));
        byte[] piece = Arrays.copyOfRange(hostile, at, end);
        boolean fromClient = round % 3 != 0;
        if (fromClient) {
          client(at + random.nextInt(3) - 1, piece);
        } else {
          server(at, piece);
        }
        byte[] datagram = dns(random.nextInt(9), random.nextInt(0x10000), random.nextInt(3));
        datagram[random.nextInt(datagram.length)] = (byte) random.nextInt();
        frames.add(ethernet(0x0800, ipv4(17, "10.0.0.3", "10.0.0.2", udp(5000, 53, datagram))));
        at = end;
      }
      List<String> uncut = messages(0);
      assertThat(messages(random.nextInt(frames.size())))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(uncut);
    }
  }

  private static byte[] hostile(Random random, byte[] given) {
    String text = random.nextBoolean() ? REQUESTS : RESPONSES;
    byte[] repeated = text.repeat(1 + random.nextInt(3)).getBytes(ISO_8859_1);
    byte[] bytes = given.length == 0 ? repeated : given;
    for (int i = random.nextInt(6); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }
}
