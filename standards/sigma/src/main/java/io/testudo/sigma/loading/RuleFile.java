package io.testudo.sigma.loading;

import io.testudo.sigma.CorrelationRule;
import io.testudo.sigma.RuleReport.Notice;
import io.testudo.sigma.SigmaRule;
import io.testudo.sigma.detection.Placeholders;
import io.testudo.sigma.detection.RuleRefusedException;
import io.testudo.sigma.yaml.MalformedYamlException;
import io.testudo.sigma.yaml.YamlReader;
import io.testudo.sigma.yaml.YamlValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads rule files one after the other and keeps what became of them. */
public final class RuleFile {
  private static final int MAX_FILE_BYTES = 4 << 20;

  private final Placeholders placeholders;
  private final List<SigmaRule> rules = new ArrayList<>();
  private final List<CorrelationRule> correlations = new ArrayList<>();
  private final List<Notice> refusals = new ArrayList<>();
  private final List<Notice> warnings = new ArrayList<>();

  public RuleFile(Placeholders placeholders) {
    this.placeholders = placeholders;
  }

  /** The rules read so far. */
  public List<SigmaRule> rules() {
    return rules;
  }

  /** The correlation rules read so far; what they refer to is not looked up. */
  public List<CorrelationRule> correlations() {
    return correlations;
  }

  /** What could not be honoured so far. */
  public List<Notice> refusals() {
    return refusals;
  }

  /** What deserves a look so far. */
  public List<Notice> warnings() {
    return warnings;
  }

  /** Reads a file. */
  public void read(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      read(path.toString(), in.readNBytes(MAX_FILE_BYTES + 1));
    } catch (IOException e) {
      refuse(path.toString(), "", "cannot be read: " + e.getClass().getSimpleName());
    }
  }

  /** Reads a file's content. */
  public void read(String origin, byte[] content) {
    if (content.length > MAX_FILE_BYTES) {
      refuse(origin, "", "must not be larger than " + MAX_FILE_BYTES + " bytes");
      return;
    }
    List<YamlValue> documents;
    try {
      documents = YamlReader.read(content);
    } catch (MalformedYamlException e) {
      refuse(origin, "", e.reason());
      return;
    }
    if (documents.isEmpty()) {
      refuse(origin, "", "is empty");
    }
    for (int i = 0; i < documents.size(); i++) {
      String place = documents.size() == 1 ? origin : origin + "#" + (i + 1);
      document(place, documents.get(i));
    }
  }

  private void document(String place, YamlValue document) {
    String title = "";
    try {
      if (!(document instanceof YamlValue.Fields fields)) {
        throw new RuleRefusedException("document is " + document.kind() + "; a rule is a map");
      }
      title = HeadReader.titleOf(fields);
      var noted = new ArrayList<String>();
      read(fields, place, noted::add);
      for (String warning : noted) {
        warnings.add(new Notice(place, title, warning));
      }
    } catch (RuleRefusedException e) {
      refuse(place, title, e.reason());
    }
  }

  private void read(YamlValue.Fields fields, String place, Consumer<String> noted)
      throws RuleRefusedException {
    if (fields.entries().containsKey("correlation")) {
      correlations.add(new CorrelationDocument(fields, place, noted).rule());
    } else if (fields.entries().containsKey("filter")) {
      throw new RuleRefusedException("is a Sigma filter, which is not honoured yet");
    } else {
      rules.add(new RuleDocument(fields, place, noted).rule(placeholders));
    }
  }

  /** Keeps that a file or rule is not honoured. */
  public void refuse(String origin, String title, String reason) {
    refusals.add(new Notice(origin.replaceAll("\\p{Cntrl}", "?"), title, reason));
  }
}
