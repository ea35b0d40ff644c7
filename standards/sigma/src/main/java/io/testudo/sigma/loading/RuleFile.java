package io.testudo.sigma.loading;

import io.testudo.sigma.CorrelationRule;
import io.testudo.sigma.RuleReport.Notice;
import io.testudo.sigma.SigmaRule;
import io.testudo.sigma.detection.Placeholders;
import io.testudo.sigma.detection.RuleRefusedException;
import io.testudo.sigma.filter.RuleFilter;
import io.testudo.sigma.pipeline.Pipeline;
import io.testudo.sigma.pipeline.PipelineDocument;
import io.testudo.sigma.source.MappingDocument;
import io.testudo.sigma.yaml.MalformedYamlException;
import io.testudo.sigma.yaml.YamlReader;
import io.testudo.sigma.yaml.YamlValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reads rule files one after the other and keeps what became of them. What a site says about its
 * rules may stand in any file; rules are therefore read when all files are known.
 */
public final class RuleFile {
  private static final int MAX_FILE_BYTES = 4 << 20;

  private final Map<String, List<String>> values = new LinkedHashMap<>();
  private final List<Pending> pending = new ArrayList<>();
  private final List<Pending> pendingPipelines = new ArrayList<>();
  private final List<Pipeline> pipelines = new ArrayList<>();
  private final List<MappingDocument.Content> mappings = new ArrayList<>();
  private final List<SigmaRule> rules = new ArrayList<>();
  private final List<CorrelationRule> correlations = new ArrayList<>();
  private final List<RuleFilter> filters = new ArrayList<>();
  private final Map<String, List<Notice>> unfilled = new TreeMap<>();
  private final List<Notice> refusals = new ArrayList<>();
  private final List<Notice> warnings = new ArrayList<>();

  /** A document that waits until all files are known. */
  private record Pending(String place, YamlValue.Fields document) {}

  /**
   * @param placeholders values of placeholders, beside those of the files
   */
  public RuleFile(Map<String, List<String>> placeholders) {
    values.putAll(placeholders);
  }

  /** The rules, once {@link #finish} was called. */
  public List<SigmaRule> rules() {
    return rules;
  }

  /** The correlation rules; what they refer to is not looked up. */
  public List<CorrelationRule> correlations() {
    return correlations;
  }

  /** The filters; what they refer to is not looked up. */
  public List<RuleFilter> filters() {
    return filters;
  }

  /** The pipelines that rules are to be taken through. */
  public List<Pipeline> pipelines() {
    return pipelines;
  }

  /** What the site says of its own events. */
  public List<MappingDocument.Content> mappings() {
    return mappings;
  }

  /** Per placeholder without a value, who asks for it. */
  public Map<String, List<Notice>> unfilled() {
    return unfilled;
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
      YamlValue document = documents.get(i);
      if (!(document instanceof YamlValue.Fields fields)) {
        refuse(place, "", "document is " + document.kind() + "; a rule is a map");
      } else if (fields.entries().get("format") instanceof YamlValue.Scalar format) {
        ofSite(place, format.source(), fields);
      } else {
        pending.add(new Pending(place, fields));
      }
    }
  }

  private void ofSite(String place, String format, YamlValue.Fields fields) {
    switch (format) {
      case ValuesDocument.FORMAT -> {
        var document = new ValuesDocument(fields);
        document.problems().forEach(problem -> refuse(place, "", problem));
        if (document.problems().isEmpty()) {
          document.values().forEach(this::add);
        }
      }
      case MappingDocument.FORMAT -> {
        int before = refusals.size();
        MappingDocument.Content mapping =
            MappingDocument.read(fields, problem -> refuse(place, "", problem));
        if (refusals.size() == before) {
          mappings.add(mapping);
        }
      }
      case PipelineDocument.FORMAT -> pendingPipelines.add(new Pending(place, fields));
      default -> refuse(place, "", "format '" + HeadReader.oneLine(format) + "' is not known");
    }
  }

  /** Adds the values of a placeholder to those that other documents give. */
  private void add(String name, List<String> more) {
    Set<String> all = new LinkedHashSet<>(values.getOrDefault(name, List.of()));
    all.addAll(more);
    values.put(name, List.copyOf(all));
  }

  /** Reads the rules, after all files. */
  public void finish() {
    var placeholders = new Placeholders(values);
    for (Pending each : pendingPipelines) {
      var document = new PipelineDocument(each.place(), each.document(), placeholders);
      document.problems().forEach(problem -> refuse(each.place(), "", problem));
      if (document.problems().isEmpty()) {
        pipelines.add(document.pipeline());
      }
    }
    pendingPipelines.clear();
    for (Pending each : pending) {
      document(each.place(), each.document(), placeholders);
    }
    pending.clear();
  }

  private void document(String place, YamlValue.Fields fields, Placeholders placeholders) {
    String title = HeadReader.titleOf(fields);
    try {
      refuseUnfilled(new Notice(place, title, ""), fields, placeholders);
      var noted = new ArrayList<String>();
      read(fields, place, placeholders, noted::add);
      for (String warning : noted) {
        warnings.add(new Notice(place, title, warning));
      }
    } catch (RuleRefusedException e) {
      refuse(place, title, e.reason());
    }
  }

  private void refuseUnfilled(Notice who, YamlValue.Fields fields, Placeholders placeholders)
      throws RuleRefusedException {
    Set<String> missing = placeholders.unfilled(Placeholders.namesIn(fields));
    for (String name : missing) {
      unfilled.computeIfAbsent(name, key -> new ArrayList<>()).add(who);
    }
    if (!missing.isEmpty()) {
      String names = missing.stream().limit(10).collect(Collectors.joining("%, %", "%", "%"));
      throw new RuleRefusedException(
          missing.size() == 1
              ? "placeholder " + names + " has no value"
              : "each of the placeholders " + names + " has no value");
    }
  }

  private void read(
      YamlValue.Fields fields, String place, Placeholders placeholders, Consumer<String> noted)
      throws RuleRefusedException {
    if (fields.entries().containsKey("correlation")) {
      correlations.add(new CorrelationDocument(fields, place, noted).rule());
    } else if (fields.entries().containsKey("filter")) {
      filters.add(new FilterDocument(fields, place, noted).filter(placeholders));
    } else {
      rules.add(new RuleDocument(fields, place, noted).rule(placeholders));
    }
  }

  /** Keeps that a file or rule is not honoured. */
  public void refuse(String origin, String title, String reason) {
    refusals.add(new Notice(origin.replaceAll("\\p{Cntrl}", "?"), title, reason));
  }
}
