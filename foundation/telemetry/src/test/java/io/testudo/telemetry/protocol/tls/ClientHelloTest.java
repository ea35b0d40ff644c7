package io.testudo.telemetry.protocol.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fingerprints against the examples that their authors published. */
class ClientHelloTest {

  private static List<Integer> hex(String values) {
    return new ArrayList<>(
        Arrays.stream(values.split(",", -1)).map(value -> Integer.parseInt(value, 16)).toList());
  }

  @Test
  void ja4OfABrowserIsThePublishedOne() {
    List<Integer> ciphers =
        hex("5a5a,1301,1302,1303,c02b,c02f,c02c,c030,cca9,cca8,c013,c014,009c,009d,002f,0035");
    List<Integer> extensions =
        hex("2a2a,001b,0000,0033,0010,4469,0017,002d,000d,0005,0023,0012,002b,ff01,000b,000a,0015");
    ClientHello hello =
        new ClientHello(
            0x0303,
            ciphers,
            extensions,
            hex("001d,0017"),
            List.of(0),
            hex("0403,0804,0401,0503,0805,0501,0806,0601"),
            hex("3a3a,0304,0303"),
            List.of("h2", "http/1.1"),
            "example.org",
            false);

    assertThat(hello.ja4()).isEqualTo("t13d1516h2_8daaf6152771_e5627efa2ab1");
  }

  @Test
  void ja3IsThePublishedDigestOfItsText() {
    ClientHello hello =
        new ClientHello(
            769,
            List.of(47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4),
            List.of(0, 10, 11),
            List.of(23, 24, 25),
            List.of(0),
            List.of(),
            List.of(),
            List.of(),
            "example.org",
            false);

    assertThat(hello.ja3()).isEqualTo("ada70206e40642a3e4461f35503241d5");
  }

  @Test
  void leavesValuesAgainstOssificationOut() {
    assertThat(ClientHello.isGrease(0x0A0A)).isTrue();
    assertThat(ClientHello.isGrease(0xFAFA)).isTrue();
    assertThat(ClientHello.isGrease(0x0A1A)).isFalse();
    assertThat(ClientHello.isGrease(0x1301)).isFalse();
  }
}
