package io.testudo.suricata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random and spoilt rules and packets: no exception, no endless loop, nothing that grows. */
class FuzzTest {

  private static final long SEED = Long.getLong("seed", 20_261_127L);
  private static final List<String> PIECES =
      List.of(
          "alert",
          "tcp",
          "any",
          "->",
          "<>",
          "(",
          ")",
          ";",
          ":",
          "\"",
          "|",
          "41 42",
          "content",
          "pcre",
          "/(a*)*b/",
          "byte_test:",
          "1,>,2,3",
          "distance:-5",
          "within:3",
          "depth:4",
          "offset:-1",
          "flowbits:set,x",
          "http.uri",
          "sid:1;",
          "!",
          "[",
          "]",
          "10.0.0.0/8",
          "$HOME_NET",
          "\\",
          "threshold:type limit,track by_src,count 1,seconds 1",
          "base64_decode:",
          "base64_data",
          "isdataat:9,relative",
          "byte_jump:4,0,relative",
          "dns.query",
          "nocase",
          " ",
          "endswith");

  @Test
  void readsAnyTextAsRules() {
    Random random = random();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder rule =
          new StringBuilder(random.nextBoolean() ? "alert tcp any any -> any any (" : "");
      for (int n = random.nextInt(12); n >= 0; n--) {
        rule.append(PIECES.get(random.nextInt(PIECES.size())))
            .append(random.nextBoolean() ? ";" : "");
      }
      String text = rule + (random.nextBoolean() ? "sid:1;)" : "");
      assertThatCode(
              () -> new RuleReader(RuleVariables.usual()).read("fuzz", text).report().ruleSet())
          .as(text)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void looksAtAnyFrames() {
    Random random = random();
    String rules =
        """
        alert ip any any -> any any (content:"a"; content:"b"; distance:1; sid:1;)
        alert tcp any any -> any any (byte_jump:2,0; byte_test:4,>,7,0,relative; sid:2;)
        alert http any any -> any any (http.uri; content:"a"; pcre:"/(a|b)+c/R"; sid:3;)
        alert tls any any -> any any (tls.sni; content:"a"; sid:4;)
        alert dns any any -> any any (dns.query; content:"a"; sid:5;)
        alert ip any any -> any any (ipv4.hdr; content:"|45|"; sid:6;)
        """;
    RuleSet set = new RuleReader(RuleVariables.usual()).read("fuzz", rules).report().ruleSet();
    Inspection inspection =
        set.inspection(
            new InspectionConfig(true, random.nextBoolean(), false, true, 64), alert -> {});
    int[] links = {0, 1, 9, 12, 50, 101, 108, 113, 228, 229, 276, 147};
    for (int i = 0; i < 60_000; i++) {
      byte[] frame = frame(random);
      int link = links[random.nextInt(links.length)];
      long time = 1_700_000_000_000_000_000L + random.nextInt() * 1_000L;
      assertThatCode(() -> inspection.frame(link, frame, 0, frame.length, time))
          .as("seed %d", SEED)
          .doesNotThrowAnyException();
    }
    assertThatCode(inspection::finish).doesNotThrowAnyException();
  }

  /** Mostly something like a packet, so that what is behind the headers is reached as well. */
  private static byte[] frame(Random random) {
    byte[] frame = new byte[20 + random.nextInt(200)];
    random.nextBytes(frame);
    if (random.nextInt(4) > 0) {
      frame[0] = 0x45;
      frame[2] = 0;
      frame[3] = (byte) Math.min(frame.length, 255);
      frame[6] = (byte) (random.nextInt(8) == 0 ? 0x20 : 0);
      frame[7] = 0;
      frame[9] = (byte) List.of(6, 17, 1, 47, 4, 41, 132).get(random.nextInt(7)).intValue();
      for (int i = 12; i < 20; i++) {
        frame[i] = (byte) random.nextInt(2);
      }
      if (frame.length > 60) {
        frame[20] = 0;
        frame[22] = 0;
        frame[21] = (byte) (random.nextBoolean() ? 53 : 80);
        frame[23] = (byte) (random.nextBoolean() ? 53 : 80);
        frame[32] = 0x50;
        if (random.nextBoolean()) {
          byte[] text =
              "GET /a HTTP/1.1\r\nA: b\r\n\r\n"
                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
          System.arraycopy(text, 0, frame, 40, Math.min(text.length, frame.length - 40));
        }
      }
    }
    return frame;
  }

  @Test
  void readsDissectedProtocolsWithAnyOctetsSpoilt() {
    Random random = random();
    String request = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
    String rule = "alert http any any -> any any (http.request_body; content:\"hello\"; sid:1;)";
    int held = 0;
    for (int i = 0; i < 2_000; i++) {
      StringBuilder spoilt = new StringBuilder(request);
      for (int n = random.nextInt(4); n > 0; n--) {
        spoilt.setCharAt(random.nextInt(spoilt.length()), (char) random.nextInt(256));
      }
      held += Wirings.with(rule).open().request(spoilt.toString()).sids().size();
    }
    assertThat(held).isBetween(500, 2_000);
  }

  private static Random random() {
    System.out.println("seed " + SEED);
    return new Random(SEED);
  }
}
