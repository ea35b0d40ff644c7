package io.testudo.sigma.source;

import io.testudo.sigma.LogSource;
import io.testudo.sigma.pattern.Folding;
import io.testudo.sigma.pattern.TextPattern;
import java.util.List;
import java.util.Map;

/**
 * One entry of a mapping: the events of one log source, and how they name their fields.
 *
 * @param logSource what rules call it
 * @param occasions an event belongs here if all facts of one of these hold
 * @param fields per field of rules where its values come from; other fields are called alike
 */
public record EventSource(
    LogSource logSource, List<List<Fact>> occasions, Map<String, FieldSource> fields) {

  /** The name under which a fact asks for the product that an event declares. */
  public static final String DECLARED_PRODUCT = "@product";

  /** The name under which a fact asks for the category that an event declares. */
  public static final String DECLARED_CATEGORY = "@category";

  /** The name under which a fact asks for the service that an event declares. */
  public static final String DECLARED_SERVICE = "@service";

  public EventSource {
    occasions = occasions.stream().map(List::copyOf).toList();
    fields = Map.copyOf(fields);
  }

  /** A field of the event that holds one of some values. */
  public record Fact(String field, List<TextPattern> values) {
    public Fact {
      values = List.copyOf(values);
    }

    /** Whether the value is one of those. */
    public boolean holds(String text) {
      String folded = Folding.fold(text);
      for (TextPattern value : values) {
        if (value.matches(text, folded)) {
          return true;
        }
      }
      return false;
    }
  }
}
