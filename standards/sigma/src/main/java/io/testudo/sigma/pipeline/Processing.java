package io.testudo.sigma.pipeline;

import io.testudo.sigma.LogSource;
import io.testudo.sigma.RuleReport.Notice;
import io.testudo.sigma.SigmaRule;
import io.testudo.sigma.detection.Condition;
import io.testudo.sigma.detection.Detection;
import io.testudo.sigma.detection.RuleRefusedException;
import io.testudo.sigma.yaml.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes rules through pipelines.
 *
 * <p>Bounds: a rule that comes to more than {@value #MOST_OF_ONE_RULE} tests and references is
 * refused, and so is one with which all rules together have grown by more than {@value
 * #MOST_ADDED}.
 */
public final class Processing {
  private static final int MOST_OF_ONE_RULE = 60_000;
  private static final int MOST_ADDED = 2_000_000;

  private final List<Pipeline> pipelines;
  private long added;

  private Processing(List<Pipeline> pipelines) {
    this.pipelines = pipelines;
  }

  /**
   * Takes rules through pipelines, in the order of {@link Pipeline#ORDER}.
   *
   * @param refusals takes the rules that cannot go through
   * @return the others in their order, changed or not
   */
  public static List<SigmaRule> apply(
      List<SigmaRule> rules, List<Pipeline> pipelines, Consumer<Notice> refusals) {
    if (pipelines.isEmpty()) {
      return rules;
    }
    var processing = new Processing(pipelines.stream().sorted(Pipeline.ORDER).toList());
    List<SigmaRule> processed = new ArrayList<>(rules.size());
    for (SigmaRule rule : rules) {
      try {
        processed.add(processing.through(rule));
      } catch (RuleRefusedException e) {
        refusals.accept(new Notice(rule.origin(), rule.title(), e.reason()));
      }
    }
    return processed;
  }

  private SigmaRule through(SigmaRule rule) throws RuleRefusedException {
    SigmaRule now = rule;
    Set<String> taken = new HashSet<>();
    List<String> digests = new ArrayList<>(List.of(rule.digest()));
    for (Pipeline pipeline : pipelines) {
      for (Pipeline.Step step : pipeline.steps()) {
        if (!step.rules().holds(now, taken)) {
          continue;
        }
        try {
          now = changed(now, step);
          bound(rule, now);
        } catch (RuleRefusedException e) {
          throw new RuleRefusedException("pipeline '" + pipeline.name() + "': " + e.reason());
        }
        digests.add(step.digest());
        if (!step.id().isEmpty()) {
          taken.add(step.id());
        }
      }
    }
    if (digests.size() == 1) {
      return rule;
    }
    added += Math.max(0, now.detection().weight() - rule.detection().weight());
    String digest = Digest.of(digests.toArray(String[]::new));
    return new SigmaRule(now.head(), now.logSource(), now.detection(), now.fields(), digest);
  }

  private void bound(SigmaRule before, SigmaRule now) throws RuleRefusedException {
    int weight = now.detection().weight();
    if (weight > MOST_OF_ONE_RULE || added + weight - before.detection().weight() > MOST_ADDED) {
      throw new RuleRefusedException("makes the rule ask for more values than it may");
    }
  }

  private static SigmaRule changed(SigmaRule rule, Pipeline.Step step) throws RuleRefusedException {
    Detection detection = rule.detection();
    LogSource logSource = rule.logSource();
    FieldNames fields = rule.fields();
    switch (step.transformation()) {
      case Transformation.Naming naming -> {
        detection = new ItemChange(step.fields(), naming).of(detection);
        fields = fields.then(step.fields(), naming);
      }
      case Transformation.SetValue set ->
          detection = new ItemChange(step.fields(), set).of(detection);
      case Transformation.DropItem drop ->
          detection = new ItemChange(step.fields(), drop).of(detection);
      case Transformation.FailItem fail -> new ItemChange(step.fields(), fail).of(detection);
      case Transformation.AddCondition add -> detection = with(detection, add);
      case Transformation.ChangeLogSource change -> logSource = change.logSource();
      case Transformation.FailRule fail -> throw new RuleRefusedException(fail.message());
    }
    return new SigmaRule(rule.head(), logSource, detection, fields, rule.digest());
  }

  private static Detection with(Detection detection, Transformation.AddCondition add) {
    List<Detection.Search> searches = new ArrayList<>(detection.searches());
    Condition condition = new Condition.Named(searches.size());
    searches.add(new Detection.Search("added by a pipeline", add.selection()));
    if (add.sense() == Transformation.Sense.DOES_NOT_HOLD) {
      condition = new Condition.Not(condition);
    }
    return new Detection(searches, new Condition.And(List.of(detection.condition(), condition)));
  }
}
