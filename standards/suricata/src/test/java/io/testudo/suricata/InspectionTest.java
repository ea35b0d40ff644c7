package io.testudo.suricata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InspectionTest {

  private static final String GET =
      "GET /a%2Fb/shell.php?x=1 HTTP/1.1\r\nHost: Example.COM:80\r\nUser-Agent: curl/8\r\n\r\n";

  @Test
  void looksAtTheNormalisedPartsOfARequest() {
    String rules =
        """
        alert http any any -> any any (http.uri; content:"/a/b/shell.php"; startswith; sid:1;)
        alert http any any -> any any (http.host; content:"example.com"; bsize:11; sid:2;)
        alert http any any -> any any (http.user_agent; content:"wget"; sid:3;)
        alert tcp any any -> any any (content:"CURL"; nocase; http_user_agent; sid:4;)
        """;
    assertThat(Wirings.with(rules).open().request(GET).sids())
        .containsExactlyInAnyOrder(1L, 2L, 4L);
  }

  @Test
  void alertsOnceForWhatIsSplitBetweenSegments() {
    var wiring =
        Wirings.with("alert tcp any any -> any any (content:\"/etc/passwd\"; sid:1;)", 9999);
    wiring.open().request("cat /etc/pa").request("sswd please");
    assertThat(wiring.sids()).containsExactly(1L);
  }

  @Test
  void seesAResponseBodyOnlyFromTheServer() {
    String rules =
        """
        alert http any any -> any any (file.data; content:"secret"; sid:1;)
        alert http any any -> any any (flow:to_server; content:"secret"; sid:2;)
        """;
    var wiring = Wirings.with(rules).open().request(GET);
    wiring.response("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\na secret foo");
    assertThat(wiring.sids()).containsExactly(1L);
  }

  @Test
  void readsOnBehindALengthThatIsNone() {
    String rule = "alert http any any -> any any (http.stat_code; content:\"200\"; sid:1;)";
    var wiring = Wirings.with(rule).open().request(GET);
    wiring.response("HTTP/1.1 200 OK\r\nContent-Length: ,\r\n\r\nx");
    assertThat(wiring.sids()).containsExactly(1L);
  }

  @Test
  void readsChunkedBodies() {
    String rule = "alert http any any -> any any (file.data; content:\"hello world\"; sid:1;)";
    var wiring = Wirings.with(rule).open().request(GET);
    wiring.response(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello \r\n5\r\nworld\r\n0\r\n\r\n");
    assertThat(wiring.sids()).containsExactly(1L);
  }

  @Test
  void asksRulesThatSetABitBeforeThoseThatReadIt() {
    String rules =
        """
        alert tcp any any -> any any (flowbits:isset,seen; content:"two"; sid:2;)
        alert tcp any any -> any any (content:"one"; flowbits:set,seen; noalert; sid:1;)
        """;
    assertThat(Wirings.with(rules, 9).open().request("two").request("one two").sids())
        .containsExactly(2L);
  }

  @Test
  void holdsBackWhatIsAboveTheLimit() {
    String rule =
        "alert udp any any -> any any (content:\"x\"; threshold:type limit,track by_src,count"
            + " 2,seconds 60; sid:1;)";
    var wiring = Wirings.with(rule, 9);
    for (int i = 0; i < 5; i++) {
      wiring.udp(true, "x".getBytes(StandardCharsets.US_ASCII));
    }
    assertThat(wiring.sids()).containsExactly(1L, 1L);
  }

  @Test
  void looksAtTheQuestionOfADnsQuery() {
    byte[] query = {
      0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 'w', 'w', 'w', 4, 'e', 'v', 'i', 'l', 0, 0, 1, 0, 1
    };
    String rules =
        """
        alert dns any any -> any any (dns.query; content:"evil"; endswith; sid:1;)
        alert dns any any -> any any (dns.query; content:"good"; sid:2;)
        alert dns any any -> any any (dns.opcode:0; sid:3;)
        """;
    assertThat(Wirings.with(rules, 53).udp(true, query).sids()).containsExactlyInAnyOrder(1L, 3L);
  }

  @Test
  void followsDistanceAndWithinToEveryPlaceOfTheContentBefore() {
    String rule =
        "alert udp any any -> any any (content:\"ab\"; content:\"c\"; distance:0; within:1; sid:1;)";
    assertThat(Wirings.with(rule, 9).udp(true, "abxabc".getBytes(StandardCharsets.US_ASCII)).sids())
        .containsExactly(1L);
  }

  @Test
  void comparesNumbersReadFromThePayload() {
    String rules =
        """
        alert udp any any -> any any (byte_extract:1,0,n; byte_test:1,=,n,1; sid:1;)
        alert udp any any -> any any (byte_test:2,>,0x0500,0; sid:2;)
        alert udp any any -> any any (byte_jump:1,0; isdataat:!1,relative; sid:3;)
        """;
    assertThat(Wirings.with(rules, 9).udp(true, new byte[] {2, 2, 9}).sids())
        .containsExactlyInAnyOrder(1L, 3L);
  }

  @Test
  void givesUpAnExpressionThatWouldRunForEver() {
    String rule = "alert udp any any -> any any (pcre:\"/(a+)+$/\"; content:\"b\"; sid:1;)";
    String text = "a".repeat(1_200) + "b!";
    assertThat(Wirings.with(rule, 9).udp(true, text.getBytes(StandardCharsets.US_ASCII)).sids())
        .isEmpty();
  }

  @Test
  void tellsWhatWasSeen() {
    var wiring =
        Wirings.with(
            "alert http any any -> any any (msg:\"shell\\; really\"; http.uri; content:\"shell\";"
                + " classtype:web-application-attack; metadata:mitre_technique_id T1505,foo bar;"
                + " sid:7; rev:3;)");
    wiring.open().request(GET).sids();
    Alert alert = wiring.alerts.get(0);
    assertThat(alert.message()).isEqualTo("shell; really");
    assertThat(alert.revision()).isEqualTo(3);
    assertThat(alert.priority()).isEqualTo(1);
    assertThat(alert.metadata()).containsKey("mitre_technique_id");
    assertThat(alert.source()).isEqualTo("10.0.0.1");
    assertThat(alert.destinationPort()).isEqualTo(80);
    assertThat(alert.evidence().message()).containsEntry("http.method", "GET");
  }

  @Test
  void readsAnSmbFileNameThatWouldBeginBehindTheMessage() {
    byte[] message = new byte[4 + 32 + 3];
    message[3] = 35;
    System.arraycopy(new byte[] {(byte) 0xFF, 'S', 'M', 'B', (byte) 0xA2}, 0, message, 4, 5);
    message[4 + 11] = (byte) 0x80;
    var wiring = Wirings.with("alert smb any any -> any any (smb.version:1; sid:1;)", 445).open();
    wiring.request(new String(message, StandardCharsets.ISO_8859_1));
    assertThat(wiring.sids()).containsExactly(1L);
  }
}
