package io.testudo.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.testudo.app.config.TestudoConfig.SourceConfig;
import io.testudo.vocabulary.entity.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestudoConfigTest {

  private static final Path DATA = Path.of("/data");

  @Test
  void theReferenceHoldsTheDefaults() {
    assertThat(TestudoConfig.parse(DATA, "reference", TestudoConfig.reference()))
        .isEqualTo(TestudoConfig.defaults(DATA));
  }

  @Test
  void everythingInTheReferenceThatIsCommentedOutIsKnownToo(@TempDir Path data) throws IOException {
    Files.writeString(
        data.resolve("firewall.yaml"),
        "{format: json, source: {product: a}, time: {column: t}, fields: {a: b}}");
    String all =
        TestudoConfig.reference()
            .lines()
            .map(line -> line.replaceFirst("^( *)# (?= *(- )?[a-zA-Z]+:( |$))", "$1"))
            .reduce("", (text, line) -> text + line + "\n");
    TestudoConfig config = TestudoConfig.parse(data, "reference", all);
    assertThat(config.database()).isNotNull();
    assertThat(config.web().certificate()).isEqualTo(data.resolve("tls/chain.pem"));
    assertThat(config.sources()).hasSize(4);
  }

  @Test
  void readsSourcesOfEachKind() {
    TestudoConfig config =
        TestudoConfig.parse(
            DATA,
            "f",
            """
            checkpointEvery: 2s
            keepFacts: 30d
            detection: {homeNetworks: [192.0.2.0/24], authorisedScanners: [10.0.0.50]}
            sources:
              - {name: edge, folder: captures}
              - {name: logs, syslog: {tcpPort: 0, udpPort: -1}}
              - {name: routers, netflow: {port: 9995}}
            """);
    assertThat(config.sources())
        .containsExactly(
            new SourceConfig.Folder("edge", DATA.resolve("captures")),
            new SourceConfig.Syslog("logs", "127.0.0.1", -1, 0),
            new SourceConfig.FlowExports("routers", "127.0.0.1", 9995));
    assertThat(config.checkpointEvery()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.detection().isInternal(IpAddress.parse("192.0.2.9"))).isTrue();
    assertThat(config.detection().authorisedScanners())
        .containsExactly(IpAddress.parse("10.0.0.50"));
    assertThat(config.keepFacts()).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void tellsAllProblemsTogether() {
    assertThatThrownBy(
            () ->
                TestudoConfig.parse(
                    DATA,
                    "f.yaml",
                    """
                    web: {address: localhost, port: 99999, colour: red}
                    detection: {homeNetworks: [10.0.0.0/99], authorisedScanners: [scanner]}
                    checkpointEvery: soon
                    sources:
                      - {name: "a b", folder: x}
                      - {name: both, folder: x, syslog: {}}
                    rulez: []
                    """))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.problems()).hasSize(9);
              assertThat(e.getMessage())
                  .contains(
                      "web.address (localhost) must be a numeric address",
                      "web.port (99999) must be a whole number in 0..65535",
                      "web.colour is not a known key",
                      "rulez is not a known key",
                      "checkpointEvery (soon) must be a duration",
                      "sources[0].name (a b)");
            });
  }

  @Test
  void namesOfSourcesAreUsedOnce() {
    assertThatThrownBy(
            () ->
                TestudoConfig.parse(
                    DATA, "f", "sources: [{name: a, folder: x}, {name: a, folder: y}]"))
        .hasMessageContaining("name (a) must be used once");
  }

  @Test
  void refusesAliasesDuplicatesAndDepth() {
    assertThatThrownBy(() -> TestudoConfig.parse(DATA, "f", "web: {port: 1}\nweb: {port: 2}"))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> TestudoConfig.parse(DATA, "f", "a: &a [1]\nb: [*a, *a]"))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> TestudoConfig.parse(DATA, "f", "[".repeat(5000)))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void noTextBringsAnythingButAConfigurationOrItsException() {
    long seed = Long.getLong("seed", 20261122L);
    Random random = new Random(seed);
    String reference = TestudoConfig.reference();
    for (int round = 0; round < 2000; round++) {
      StringBuilder text = new StringBuilder(reference);
      for (int edit = 0; edit < 1 + random.nextInt(6); edit++) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(128));
          case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
          default -> text.insert(at, "{[-: #&*!|>'\"%@`".charAt(random.nextInt(16)));
        }
      }
      try {
        assertThat(TestudoConfig.parse(DATA, "f", text.toString())).isNotNull();
      } catch (ConfigurationException e) {
        assertThat(e.problems()).as("seed %s round %s", seed, round).isNotEmpty();
      }
    }
  }
}
