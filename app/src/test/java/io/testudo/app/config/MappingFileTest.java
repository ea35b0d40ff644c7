package io.testudo.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.testudo.telemetry.mapping.MappedTime;
import io.testudo.telemetry.mapping.Mapping;
import io.testudo.vocabulary.event.LogSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingFileTest {

  private static final String WHOLE = golden();

  private static String golden() {
    try (InputStream in = MappingFileTest.class.getResourceAsStream("/golden/mapping/v1.yaml")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> problems(String text) {
    ConfigurationException refused =
        catchThrowableOfType(ConfigurationException.class, () -> MappingFile.parse("m", text));
    assertThat(refused).isNotNull();
    return refused.problems();
  }

  @Test
  void readsEveryKey() {
    assertThat(MappingFile.parse("m", WHOLE))
        .isEqualTo(
            new Mapping(
                new Mapping.Csv(';', List.of()),
                "fw-*.csv",
                new LogSource("acme", "firewall", ""),
                new MappedTime(
                    List.of("date", "time"), "dd.MM.yyyy HH:mm:ss", ZoneId.of("Europe/Berlin")),
                "device",
                Map.of("src", "src_ip", "dst", "dst_ip"),
                Mapping.Others.DROPPED));
  }

  @Test
  void namesAllThatIsWrongTogether() {
    assertThat(
            problems(
                """
                format: xml
                time: {column: t, pattern: "HH:mm", zone: Middle-earth}
                feilds: {a: b}
                others: some
                """))
        .hasSize(7)
        .anySatisfy(line -> assertThat(line).isEqualTo("format (xml) must be csv or json"))
        .anySatisfy(line -> assertThat(line).startsWith("time.zone (Middle-earth) must be a zone"))
        .anySatisfy(line -> assertThat(line).startsWith("time.pattern (HH:mm) must tell year"))
        .anySatisfy(line -> assertThat(line).startsWith("fields (none) must name"))
        .anySatisfy(line -> assertThat(line).startsWith("source (none) must give product"))
        .anySatisfy(line -> assertThat(line).startsWith("others (some) must be keep or drop"))
        .anySatisfy(line -> assertThat(line).startsWith("feilds is not a known key"));
  }

  @Test
  void asksForColumnsThatAHeaderlessLogDoesNotHave() {
    assertThat(problems(WHOLE + "columns: [date, time, src]\n"))
        .containsExactly("columns ([date, time, src]) must name the column dst");
    assertThat(problems(WHOLE.replaceAll("items.*\n", "") + "columns: [date, time, src, dst]\n"))
        .singleElement()
        .asString()
        .contains("must come with items");
  }

  @Test
  void tellsOfASourcesMappingWhatIsWrongWithIt(@TempDir Path data) throws IOException {
    Files.writeString(data.resolve("m.yaml"), WHOLE.replace("drop", "some"));
    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class,
            () ->
                TestudoConfig.parse(
                    data, "t", "sources: [{name: a, folder: b, mapping: [m.yaml, none.yaml]}]"));

    assertThat(refused.problems())
        .containsExactly(
            "sources[0].mapping (m.yaml) must be valid: others (some) must be keep or drop",
            "sources[0].mapping (none.yaml) must be a readable file");
  }
}
