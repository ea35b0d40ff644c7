package io.testudo.intrusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.sigma.LogSourceMapping;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StarterRulesTest {

  @Test
  void everyRuleFileIsListedAndHonoured() throws IOException, URISyntaxException {
    Path folder = Path.of(StarterRules.class.getResource("rules").toURI());
    List<String> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.map(path -> path.getFileName().toString()).sorted().toList();
    }

    assertThat(StarterRules.files()).containsExactlyElementsOf(files);
    assertThat(StarterRules.load(LogSourceMapping.standard()))
        .hasSizeGreaterThanOrEqualTo(files.size());
  }
}
