package io.testudo.sigma.pipeline;

import java.util.Comparator;
import java.util.List;

/**
 * Transformations of rules that belong together.
 *
 * @param name what people call it
 * @param priority those of a lower number come first
 * @param origin the file it came from
 * @param steps in the order in which they are taken
 */
public record Pipeline(String name, long priority, String origin, List<Step> steps) {

  /** The order in which pipelines are taken. */
  public static final Comparator<Pipeline> ORDER =
      Comparator.comparingLong(Pipeline::priority)
          .thenComparing(Pipeline::name)
          .thenComparing(Pipeline::origin);

  public Pipeline {
    steps = List.copyOf(steps);
  }

  /**
   * One transformation and what it is for.
   *
   * @param id by which later conditions may ask whether it was taken, empty where it has none
   * @param transformation what is done
   * @param rules which rules it is done to
   * @param fields which fields it is done to
   * @param digest SHA-256 of the step as written, in hexadecimal digits
   */
  public record Step(
      String id,
      Transformation transformation,
      RuleCondition rules,
      FieldCondition fields,
      String digest) {}
}
