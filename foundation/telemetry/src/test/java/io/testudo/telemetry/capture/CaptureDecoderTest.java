package io.testudo.telemetry.capture;

import static io.testudo.telemetry.capture.CaptureWriter.block;
import static io.testudo.telemetry.capture.CaptureWriter.concat;
import static io.testudo.telemetry.capture.CaptureWriter.enhanced;
import static io.testudo.telemetry.capture.CaptureWriter.ethernet;
import static io.testudo.telemetry.capture.CaptureWriter.ipv4;
import static io.testudo.telemetry.capture.CaptureWriter.networkInterface;
import static io.testudo.telemetry.capture.CaptureWriter.obsolete;
import static io.testudo.telemetry.capture.CaptureWriter.pcap;
import static io.testudo.telemetry.capture.CaptureWriter.section;
import static io.testudo.telemetry.capture.CaptureWriter.simple;
import static io.testudo.telemetry.capture.CaptureWriter.udp;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.ParkedRecord;
import io.testudo.telemetry.capture.CaptureWriter.Timed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureDecoderTest {

  private static final long NOON = 1_700_000_000_123_456_000L;

  private final List<String> seen = new ArrayList<>();
  private final List<ParkedRecord> parked = new ArrayList<>();

  private CaptureCounts decode(byte[] capture, long skip) throws IOException {
    return decode(new ByteArrayInputStream(capture), skip);
  }

  private CaptureCounts decode(InputStream capture, long skip) throws IOException {
    CaptureDecoder decoder =
        new CaptureDecoder(
            "sensor",
            "day.pcap",
            p ->
                seen.add(
                    "%d %s %d %d>%d %d"
                        .formatted(
                            p.number(),
                            p.kind(),
                            p.timeNanos(),
                            p.sourcePort(),
                            p.destinationPort(),
                            p.payloadBytes())),
            parked::add);
    return decoder.decode(capture, skip);
  }

  private static byte[] datagram(int from) {
    return ethernet(0x0800, ipv4(17, "10.0.0.1", "10.0.0.2", udp(from, 53, new byte[3])));
  }

  private static List<Timed> datagrams(int count) {
    List<Timed> packets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      packets.add(new Timed(NOON + i * 1_000_000L, datagram(1000 + i)));
    }
    return packets;
  }

  @ParameterizedTest
  @ValueSource(ints = {0xA1B2C3D4, 0xA1B23C4D, 0xA1B2CD34})
  void readsPcapOfEveryMagicInBothByteOrders(int magic) throws IOException {
    for (ByteOrder order : List.of(BIG_ENDIAN, LITTLE_ENDIAN)) {
      seen.clear();
      byte[] capture = pcap(magic, order, 1, datagrams(2));
      assertThat(CaptureDecoder.recognises(capture, capture.length)).isTrue();
      CaptureCounts counts = decode(capture, 0);
      assertThat(seen)
          .containsExactly(
              "1 IP 1700000000123456000 1000>53 3", "2 IP 1700000000124456000 1001>53 3");
      assertThat(counts.ip()).isEqualTo(2);
      assertThat(parked).isEmpty();
    }
  }

  @Test
  void readsPcapngSectionsOfBothByteOrdersWithTheirOwnInterfaces() throws IOException {
    byte[] capture =
        concat(
            section(LITTLE_ENDIAN),
            networkInterface(LITTLE_ENDIAN, 1, 6, 0),
            networkInterface(LITTLE_ENDIAN, 101, 9, 100),
            block(LITTLE_ENDIAN, 0x0BAD, new byte[8]),
            enhanced(LITTLE_ENDIAN, 0, 1_000_001, datagram(1)),
            enhanced(
                LITTLE_ENDIAN,
                1,
                2_000_000_001L,
                ipv4(17, "10.0.0.1", "10.0.0.2", udp(2, 53, new byte[0]))),
            section(BIG_ENDIAN),
            networkInterface(BIG_ENDIAN, 1, 0x80 | 10, 0),
            obsolete(BIG_ENDIAN, 0, 5 * 1024 + 512, datagram(3)),
            simple(BIG_ENDIAN, datagram(4)));
    assertThat(CaptureDecoder.recognises(capture, 12)).isTrue();
    decode(capture, 0);
    assertThat(seen)
        .containsExactly(
            "1 IP 1000001000 1>53 3",
            "2 IP 102000000001 2>53 0",
            "3 IP 5500000000 3>53 3",
            "4 IP 5500000000 4>53 3");
    assertThat(parked).isEmpty();
  }

  @Test
  void deliversWhatComesBeforeTheCutOfATruncatedCapture() throws IOException {
    byte[] whole = pcap(datagrams(3));
    decode(Arrays.copyOf(whole, whole.length - 1), 0);
    assertThat(seen).hasSize(2);
    assertThat(parked).hasSize(1);
    assertThat(parked.getFirst().byteOffset()).isEqualTo(24 + 2 * 76);
    assertThat(parked.getFirst().reason()).contains("ends within a packet").contains("byte 176");
  }

  @Test
  void goesOnBehindAWrongRecord() throws IOException {
    byte[] good = pcap(datagrams(4));
    int second = 24 + 76;
    byte[] rubbish = new byte[1000];
    Arrays.fill(rubbish, (byte) 0xEE);
    byte[] capture =
        concat(Arrays.copyOf(good, second), rubbish, Arrays.copyOfRange(good, second, good.length));
    CaptureCounts counts = decode(capture, 0);
    assertThat(counts.packets()).isEqualTo(4);
    assertThat(counts.badRecords()).isEqualTo(1);
    assertThat(parked.getFirst().byteOffset()).isEqualTo(second);
    assertThat(parked.getFirst().reason()).contains("1000 bytes further");
  }

  @Test
  void parksTheRestWhereNoPlausibleRecordFollows() throws IOException {
    byte[] rubbish = new byte[100_000];
    Arrays.fill(rubbish, (byte) 0xEE);
    CaptureCounts counts = decode(concat(pcap(datagrams(2)), rubbish), 0);
    assertThat(counts.packets()).isEqualTo(2);
    assertThat(parked).hasSize(1);
    assertThat(parked.getFirst().reason()).contains("the rest is not read");
  }

  @Test
  void parksTheRestOfAPcapngWhoseBlockLengthsDiffer() throws IOException {
    byte[] broken = enhanced(LITTLE_ENDIAN, 0, 2, datagram(2));
    broken[broken.length - 4] ^= 4;
    CaptureCounts counts =
        decode(
            concat(
                section(LITTLE_ENDIAN),
                networkInterface(LITTLE_ENDIAN, 1, 6, 0),
                enhanced(LITTLE_ENDIAN, 0, 1, datagram(1)),
                broken,
                enhanced(LITTLE_ENDIAN, 0, 3, datagram(3))),
            0);
    assertThat(counts.packets()).isEqualTo(2);
    assertThat(parked).hasSize(1);
    assertThat(parked.getFirst().format()).isEqualTo("pcapng");
  }

  @Test
  void passesOverWhatWasReadBeforeAndKeepsTheOrdinals() throws IOException {
    byte[] capture = pcap(datagrams(5));
    CaptureCounts counts = decode(capture, 3);
    assertThat(seen).hasSize(2);
    assertThat(seen.getFirst()).startsWith("4 IP");
    assertThat(counts.packets()).isEqualTo(5);
    assertThat(counts.skipped()).isEqualTo(3);
  }

  @Test
  void readsAStreamThatGivesOneByteAtATime() throws IOException {
    InputStream drip =
        new InputStream() {
          private final InputStream whole = new ByteArrayInputStream(pcap(datagrams(3)));

          @Override
          public int read() throws IOException {
            return whole.read();
          }

          @Override
          public int read(byte[] bytes, int from, int length) throws IOException {
            return whole.read(bytes, from, Math.min(1, length));
          }
        };
    assertThat(decode(drip, 0).ip()).isEqualTo(3);
  }

  @Test
  void saysOnceThatALinkTypeIsNotRead() throws IOException {
    CaptureCounts counts = decode(pcap(0xA1B2C3D4, LITTLE_ENDIAN, 195, datagrams(3)), 0);
    assertThat(counts.other()).isEqualTo(3);
    assertThat(parked).hasSize(1);
    assertThat(parked.getFirst().reason()).contains("link type 195");
  }

  @Test
  void refusesWhatIsNoCapture() throws IOException {
    byte[] text = "Nothing of the kind".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThat(CaptureDecoder.recognises(text, text.length)).isFalse();
    decode(text, 0);
    assertThat(parked.getFirst().reason()).contains("does not begin as pcap");
  }
}
