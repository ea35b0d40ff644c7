package io.testudo.simulation;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The truth about a simulated campaign.
 *
 * @param seed the seed it was made of
 * @param title the story in one line
 * @param start when it begins
 * @param end when it ends
 * @param packets packets in the capture
 * @param lines lines in all logs
 * @param stages the steps of the intrusion in the order of time; none if there is no intrusion
 * @param undertones what the intruder did between and after the steps, such as a beacon: not
 *     scored, but no false alarm either
 * @param episodes harmless things that a detector may take for attacks
 */
public record Campaign(
    long seed,
    String title,
    Instant start,
    Instant end,
    long packets,
    long lines,
    List<Stage> stages,
    List<Stage> undertones,
    List<Episode> episodes) {

  /** Version of the form of {@link #toJson}. */
  public static final int FORMAT = 1;

  private static final JsonMapper JSON = new JsonMapper();

  public Campaign {
    stages = List.copyOf(stages);
    undertones = List.copyOf(undertones);
    episodes = List.copyOf(episodes);
  }

  /** The campaign as JSON, as {@code docs/formats/campaign.md} has it. */
  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", "testudo-campaign").put("version", FORMAT);
    root.put("seed", seed).put("title", title);
    root.put("start", start.toString()).put("end", end.toString());
    root.put("packets", packets).put("lines", lines);
    ArrayNode scored = root.putArray("stages");
    stages.forEach(stage -> put(scored.addObject(), stage));
    ArrayNode unscored = root.putArray("undertones");
    undertones.forEach(stage -> put(unscored.addObject(), stage));
    ArrayNode harmless = root.putArray("episodes");
    for (Episode episode : episodes) {
      ObjectNode node = harmless.addObject();
      node.put("name", episode.name()).put("description", episode.description());
      node.put("start", episode.start().toString()).put("end", episode.end().toString());
      put(node.putArray("entities"), episode.entities());
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  /** Writes {@link #toJson} to {@code file}. */
  public void write(Path file) throws IOException {
    Files.writeString(file, toJson(), StandardCharsets.UTF_8);
  }

  private static void put(ObjectNode node, Stage stage) {
    node.put("name", stage.name()).put("method", stage.method());
    node.put("description", stage.description());
    ArrayNode techniques = node.putArray("techniques");
    stage.techniques().stream().map(Technique::id).forEach(techniques::add);
    ArrayNode tactics = node.putArray("tactics");
    stage.tactics().stream().map(Tactic::slug).forEach(tactics::add);
    node.put("start", stage.start().toString()).put("end", stage.end().toString());
    put(node.putArray("entities"), stage.entities());
  }

  private static void put(ArrayNode array, List<Entity> entities) {
    entities.stream().map(Entity::key).forEach(array::add);
  }
}
