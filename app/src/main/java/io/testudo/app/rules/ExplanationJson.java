package io.testudo.app.rules;

import io.testudo.app.rules.RecordReading.Numbered;
import io.testudo.sigma.explanation.Explanation;
import io.testudo.sigma.explanation.Ground;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An explanation as one JSON object. */
public final class ExplanationJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ExplanationJson() {}

  /** What a rule makes of a record. */
  public static ObjectNode of(Explanation explanation, Numbered record) {
    ObjectNode node = JSON.createObjectNode();
    node.put("rule", explanation.rule().id());
    node.put("title", explanation.rule().title());
    node.put("record", record.number());
    node.put("item", record.log().origin().item());
    node.put("time", record.log().time().toString());
    node.put("holds", explanation.holds());
    node.put("of_its_log_source", explanation.isOfItsLogSource());
    ArrayNode sources = node.putArray("log_sources");
    for (Explanation.AsSource source : explanation.sources()) {
      ObjectNode each = sources.addObject();
      each.put("log_source", source.logSource().toString());
      each.put("belongs", source.belongs());
      ArrayNode occasions = each.putArray("occasions");
      for (List<Explanation.Fact> facts : source.occasions()) {
        ArrayNode occasion = occasions.addArray();
        for (Explanation.Fact fact : facts) {
          ObjectNode one = occasion.addObject();
          one.put("field", fact.field());
          texts(one.putArray("wanted"), fact.wanted());
          one.put("value", fact.value());
          one.put("holds", fact.holds());
        }
      }
      each.set("condition", of(source.ground()));
    }
    return node;
  }

  private static ObjectNode of(Ground ground) {
    ObjectNode node = JSON.createObjectNode();
    switch (ground) {
      case Ground.Together together -> {
        node.put("kind", together.joint().name().toLowerCase(Locale.ROOT));
        if (together.joint() == Ground.Joint.AT_LEAST) {
          node.put("least", together.least());
        }
        ArrayNode parts = node.putArray("parts");
        together.parts().forEach(part -> parts.add(of(part)));
      }
      case Ground.Search search -> {
        node.put("kind", "search");
        node.put("name", search.name());
        node.set("asked", of(search.asked()));
      }
      case Ground.Item item -> item(item, node);
    }
    node.put("holds", ground.holds());
    return node;
  }

  private static void item(Ground.Item item, ObjectNode node) {
    node.put("kind", item.field().isEmpty() ? "keywords" : "field");
    node.put("field", item.field());
    texts(node.putArray("looked_at"), item.lookedAt());
    texts(node.putArray("found"), item.found());
    texts(node.putArray("values"), item.values());
    node.put("missing", item.isMissing());
    node.put("join", item.join().name().toLowerCase(Locale.ROOT));
    ArrayNode comparisons = node.putArray("comparisons");
    for (Ground.Comparison comparison : item.comparisons()) {
      ObjectNode one = comparisons.addObject();
      one.put("wanted", comparison.wanted());
      one.put("holds", comparison.holds());
      if (!comparison.by().isEmpty()) {
        one.put("by", comparison.by());
      }
      if (!comparison.remark().isEmpty()) {
        one.put("remark", comparison.remark());
      }
    }
    node.put("comparisons_left_out", item.left());
  }

  private static void texts(ArrayNode into, List<String> texts) {
    texts.forEach(into::add);
  }
}
