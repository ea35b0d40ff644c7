package io.testudo.telemetry.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Endpoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the values that the specification publishes. */
class CommunityIdTest {

  @ParameterizedTest
  @CsvSource({
    "6, 128.232.110.120, 34855, 66.35.250.204, 80, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
    "6, 66.35.250.204, 80, 128.232.110.120, 34855, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
    "17, 192.168.1.52, 54585, 8.8.8.8, 53, 1:d/FP5EW3wiY1vCndhwleRRKHowQ=",
    "1, 192.168.0.89, 8, 192.168.0.1, 0, 1:X0snYXpgwiv9TZtqg64sgzUn6Dk=",
    "1, 192.168.0.1, 0, 192.168.0.89, 0, 1:X0snYXpgwiv9TZtqg64sgzUn6Dk=",
    "58, fe80::200:86ff:fe05:80da, 135, fe80::260:97ff:fe07:69ea, 0,"
        + " 1:dGHyGvjMfljg6Bppwm3bg0LO8TY=",
    "132, 192.168.170.8, 7, 192.168.170.56, 80, 1:jQgCxbku+pNGw8WPbEc/TS/uTpQ="
  })
  void namesAConversationAsTheSpecificationDoes(
      int protocol, String from, int fromPort, String to, int toPort, String expected) {
    assertThat(
            CommunityId.of(
                protocol,
                new Endpoint(IpAddress.parse(from), fromPort),
                new Endpoint(IpAddress.parse(to), toPort)))
        .isEqualTo(expected);
  }
}
