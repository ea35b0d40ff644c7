package io.testudo.sigma.matching;

import io.testudo.sigma.detection.Condition;
import io.testudo.sigma.detection.Detection;
import io.testudo.sigma.detection.Selection;
import io.testudo.sigma.detection.ValueTest;
import io.testudo.sigma.pattern.Comparison;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of a field that a detection cannot hold without: of an "and" those of its narrowest
 * part, of an "or" those of all parts together, of a "not" none. Null stands for "any value".
 */
final class RequiredValues {
  private final Detection detection;
  private final String field;

  RequiredValues(Detection detection, String field) {
    this.detection = detection;
    this.field = field;
  }

  /** The values; an empty list where the detection may hold for any. */
  List<String> find() {
    Set<String> values = of(detection.condition());
    return values == null ? List.of() : List.copyOf(values);
  }

  private @Nullable Set<String> of(Condition condition) {
    return switch (condition) {
      case Condition.And and -> narrowest(and.parts().stream().map(this::of).iterator());
      case Condition.Or or -> union(or.parts().stream().map(this::of).iterator());
      case Condition.Not not -> null;
      case Condition.Named named -> of(named.search());
      case Condition.AtLeast some -> {
        var each = some.searches().stream().map(this::of).iterator();
        yield some.count() >= some.searches().size() ? narrowest(each) : union(each);
      }
    };
  }

  private @Nullable Set<String> of(int search) {
    return of(detection.searches().get(search).selection());
  }

  private @Nullable Set<String> of(Selection selection) {
    return switch (selection) {
      case Selection.AllOf all -> narrowest(all.parts().stream().map(this::of).iterator());
      case Selection.AnyOf any -> union(any.parts().stream().map(this::of).iterator());
      case Selection.Presence presence -> null;
      case Selection.OfField named ->
          named.field().equals(field) && named.values().join() == Selection.Join.ANY
              ? union(
                  named.values().alternatives().stream()
                      .flatMap(List::stream)
                      .map(RequiredValues::of)
                      .iterator())
              : null;
      case Selection.OfEvent keywords -> null;
    };
  }

  private static @Nullable Set<String> of(ValueTest test) {
    if (test instanceof ValueTest.Compares compares
        && compares.comparison() == Comparison.EQUAL
        && compares.number().exact()) {
      return Set.of(Long.toString(compares.number().whole()));
    }
    if (test instanceof ValueTest.Like like && !like.pattern().onlyText().isEmpty()) {
      return Set.of(like.pattern().onlyText());
    }
    return null;
  }

  private static @Nullable Set<String> narrowest(
      java.util.Iterator<? extends @Nullable Set<String>> parts) {
    Set<String> narrowest = null;
    while (parts.hasNext()) {
      Set<String> part = parts.next();
      if (part != null && (narrowest == null || part.size() < narrowest.size())) {
        narrowest = part;
      }
    }
    return narrowest;
  }

  private static @Nullable Set<String> union(
      java.util.Iterator<? extends @Nullable Set<String>> parts) {
    var union = new LinkedHashSet<String>();
    while (parts.hasNext()) {
      Set<String> part = parts.next();
      if (part == null) {
        return null;
      }
      union.addAll(part);
    }
    return union;
  }
}
