package io.testudo.app.ingest;

import io.testudo.intrusion.IntrusionCounts;
import io.testudo.telemetry.SourceReader;
import io.testudo.telemetry.flow.FlowCounts;
import io.testudo.telemetry.stream.ConversationCounts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What reading and detection could not do with what a source sent, so that no loss is silent:
 * counts by their names in metrics, in a fixed order.
 *
 * @param counts how many of each; all are there, those that are 0 too
 */
public record LeftOut(Map<String, Long> counts) {

  /** Nothing. */
  public static final LeftOut NOTHING =
      of(
          new IntrusionCounts(0, 0, 0, 0, 0, 0, 0),
          new FlowCounts(0, 0, 0, 0, 0),
          ConversationCounts.NONE);

  public LeftOut {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }

  /** What a reader and the detection behind it left out. */
  static LeftOut of(SourceReader reader, IntrusionCounts intrusion) {
    return of(intrusion, reader.flows(), reader.conversations());
  }

  /** What was left out, by those who count it. */
  public static LeftOut of(
      IntrusionCounts intrusion, FlowCounts flows, ConversationCounts conversations) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("events_late", intrusion.late());
    counts.put("events_ahead", intrusion.ahead());
    counts.put("entities_forgotten", intrusion.forgotten());
    counts.put("windows_closed_early", intrusion.closedEarly());
    counts.put("matches_shed", intrusion.shedMatches());
    counts.put("flows_evicted", flows.evicted());
    counts.put("fragments_orphaned", flows.orphanFragments());
    counts.put("streams_malformed", conversations.malformed());
    counts.put("streams_broken", conversations.broken());
    counts.put("streams_crowded_out", conversations.crowded());
    return new LeftOut(counts);
  }

  /** The counts that are not 0, in words for people. */
  public Map<String, Long> inWords() {
    Map<String, Long> words = new LinkedHashMap<>();
    counts.forEach(
        (name, count) -> {
          if (count > 0) {
            words.put(words(name), count);
          }
        });
    return words;
  }

  private static String words(String name) {
    return switch (name) {
      case "events_late" -> "events too late for statistics";
      case "events_ahead" -> "events too far ahead for statistics";
      case "entities_forgotten" -> "entities forgotten to bound memory";
      case "windows_closed_early" -> "windows of findings closed early to bound memory";
      case "matches_shed" -> "matches not told to correlations";
      case "flows_evicted" -> "flows ended early to bound memory";
      case "fragments_orphaned" -> "fragments without their first";
      case "streams_malformed" -> "streams and datagrams that broke their protocol";
      case "streams_broken" -> "streams given up for bytes not captured";
      case "streams_crowded_out" -> "streams given up to bound memory";
      default -> name;
    };
  }
}
