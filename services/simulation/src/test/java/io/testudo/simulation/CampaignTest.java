package io.testudo.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Entity.Kind;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CampaignTest {

  private static final Instant START = Instant.parse("2026-03-03T08:00:00Z");

  @Test
  void writesItsTruthInTheDocumentedForm() throws IOException {
    Campaign campaign =
        new Campaign(
            7,
            "phishing into ws-07",
            START,
            START.plusSeconds(7_200),
            12,
            34,
            List.of(
                new Stage(
                    "foothold",
                    "phishing-document",
                    "Somebody opens a document",
                    List.of(new Technique("T1566.001"), new Technique("T1059.001")),
                    List.of(Tactic.INITIAL_ACCESS),
                    START.plusSeconds(60),
                    START.plusMillis(90_500),
                    List.of(new Entity(Kind.HOST, "WS-07"), new Entity(Kind.ADDRESS, "10.0.0.7")))),
            List.of(),
            List.of(
                new Episode(
                    "backup",
                    "A backup runs",
                    START,
                    START.plusSeconds(60),
                    List.of(new Entity(Kind.HOST, "nas")))));

    assertThat(campaign.toJson()).isEqualTo(golden());
  }

  private static String golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(CampaignTest.class.getResourceAsStream("campaign-1.json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
