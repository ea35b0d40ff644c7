package io.testudo.intrusion;

import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.Technique;
import java.util.ArrayList;
import java.util.List;

/** One run of detection over events, and what it told. */
final class Run {

  final List<Fact> facts = new ArrayList<>();

  static Run over(List<? extends Event> events) {
    return over(IntrusionConfig.defaults(), Rules.none(), events);
  }

  static Run over(IntrusionConfig config, Rules rules, List<? extends Event> events) {
    Run run = new Run();
    Intrusion intrusion = new Intrusion("test", config, rules);
    events.forEach(event -> intrusion.observe(event, run.facts::add));
    intrusion.finish(run.facts::add);
    return run;
  }

  List<Finding> findings() {
    return facts.stream()
        .filter(Fact.FindingRaised.class::isInstance)
        .map(fact -> ((Fact.FindingRaised) fact).finding())
        .toList();
  }

  List<Finding> findings(String detector) {
    return findings().stream().filter(f -> f.detector().id().equals(detector)).toList();
  }

  List<String> detectors() {
    return findings().stream().map(finding -> finding.detector().id()).distinct().toList();
  }

  static List<String> techniques(Finding finding) {
    return finding.techniques().stream().map(Technique::id).toList();
  }
}
