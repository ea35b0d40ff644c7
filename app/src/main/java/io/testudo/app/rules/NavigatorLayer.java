package io.testudo.app.rules;

import io.testudo.vocabulary.finding.Technique;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Coverage as a layer of the ATT&CK Navigator, in its layer format 4.5. */
public final class NavigatorLayer {
  private static final String LAYER_VERSION = "4.5";
  private static final String NAVIGATOR_VERSION = "5.1.0";
  private static final String NONE = "#ff6666ff";
  private static final String SOME = "#ffe766ff";
  private static final String MANY = "#8ec843ff";

  private NavigatorLayer() {}

  /** A layer whose scores are the numbers of rules that can fire. */
  public static String of(Coverage coverage) {
    ObjectNode layer = JsonMapper.builder().build().createObjectNode();
    layer.put("name", "Sigma rules that can fire");
    ObjectNode versions = layer.putObject("versions");
    versions.put("navigator", NAVIGATOR_VERSION);
    versions.put("layer", LAYER_VERSION);
    layer.put("domain", "enterprise-attack");
    layer.put(
        "description",
        "The score of a technique is the number of rules that can fire on the log sources and fields"
            + " that were seen; 0 where rules are loaded that cannot.");
    layer.put("sorting", 3);
    layer.put("hideDisabled", false);
    ArrayNode techniques = layer.putArray("techniques");
    int most = 1;
    for (Map.Entry<Technique, Coverage.Count> entry : coverage.techniques().entrySet()) {
      if (!isOfEnterprise(entry.getKey())) {
        continue;
      }
      Coverage.Count count = entry.getValue();
      most = Math.max(most, count.able());
      ObjectNode technique = techniques.addObject();
      technique.put("techniqueID", entry.getKey().id());
      technique.put("score", count.able());
      technique.put("comment", count.able() + " of " + count.all() + " rules can fire");
      technique.put("enabled", true);
      technique.put("showSubtechniques", false);
    }
    ObjectNode gradient = layer.putObject("gradient");
    gradient.putArray("colors").add(NONE).add(SOME).add(MANY);
    gradient.put("minValue", 0);
    gradient.put("maxValue", most);
    return layer.toPrettyString();
  }

  /** Techniques of industrial control systems and of ATLAS are of other domains. */
  private static boolean isOfEnterprise(Technique technique) {
    return technique.id().startsWith("T1");
  }
}
