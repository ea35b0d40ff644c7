package io.testudo.sigma.pipeline;

import io.testudo.sigma.pipeline.Transformation.Naming;
import java.util.ArrayList;
import java.util.List;

/**
 * What pipelines call the fields that a rule was written with.
 *
 * @param steps in the order in which they were taken
 */
public record FieldNames(List<Renaming> steps) {

  /** Fields are called as the rule was written. */
  public static final FieldNames AS_WRITTEN = new FieldNames(List.of());

  public FieldNames {
    steps = List.copyOf(steps);
  }

  /** One step. */
  public record Renaming(FieldCondition fields, Naming naming) {}

  /** These names and, after them, one more step. */
  FieldNames then(FieldCondition fields, Naming naming) {
    List<Renaming> more = new ArrayList<>(steps);
    more.add(new Renaming(fields, naming));
    return new FieldNames(more);
  }

  /** The name that a field has now; the first where it has several. */
  public String nameOf(String written) {
    String name = written;
    for (Renaming step : steps) {
      if (step.fields().holds(name)) {
        name = step.naming().namesOf(name).getFirst();
      }
    }
    return name;
  }
}
