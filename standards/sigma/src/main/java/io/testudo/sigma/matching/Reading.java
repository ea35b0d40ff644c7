package io.testudo.sigma.matching;

import io.testudo.sigma.FieldValue;
import io.testudo.sigma.pattern.FoldedBytes;
import io.testudo.sigma.pattern.Folding;
import io.testudo.sigma.pattern.Quantity;
import io.testudo.sigma.pattern.RegexPattern;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of one field of one event, converted at most once to each form that tests need. */
final class Reading {
  static final Reading ABSENT = new Reading(List.of());

  private final List<FieldValue> values;
  private final int size;
  private @Nullable String @Nullable [] texts;
  private @Nullable String @Nullable [] folded;
  private @Nullable FoldedBytes @Nullable [] foldedBytes;
  private @Nullable Map<RegexPattern, RegexPattern.@Nullable Finding[]> searched;

  Reading(List<FieldValue> values) {
    this.values = values;
    this.size = values.size();
  }

  int size() {
    return size;
  }

  FieldValue value(int index) {
    return values.get(index);
  }

  boolean isNothing(int index) {
    return values.get(index) instanceof FieldValue.Nothing;
  }

  String text(int index) {
    if (values.get(index) instanceof FieldValue.Text text) {
      return text.text();
    }
    if (texts == null) {
      texts = new String[size];
    }
    String text = texts[index];
    if (text == null) {
      text = values.get(index).asText();
      texts[index] = text;
    }
    return text;
  }

  String folded(int index) {
    if (folded == null) {
      folded = new String[size];
    }
    String text = folded[index];
    if (text == null) {
      text = Folding.fold(text(index));
      folded[index] = text;
    }
    return text;
  }

  /** What a search of a value for an expression ended with; a search is made once. */
  RegexPattern.Finding find(RegexPattern pattern, int index) {
    if (searched == null) {
      searched = new IdentityHashMap<>(4);
    }
    RegexPattern.@Nullable Finding[] known =
        searched.computeIfAbsent(pattern, p -> new RegexPattern.Finding[size]);
    RegexPattern.Finding finding = known[index];
    if (finding == null) {
      finding = pattern.find(text(index), folded(index));
      known[index] = finding;
    }
    return finding;
  }

  /** The text as bytes for filters. */
  FoldedBytes foldedBytes(int index) {
    if (foldedBytes == null) {
      foldedBytes = new FoldedBytes[size];
    }
    FoldedBytes bytes = foldedBytes[index];
    if (bytes == null) {
      bytes = FoldedBytes.of(text(index));
      foldedBytes[index] = bytes;
    }
    return bytes;
  }

  @Nullable Quantity number(int index) {
    return switch (values.get(index)) {
      case FieldValue.Whole whole -> Quantity.of(whole.number());
      case FieldValue.Decimal decimal -> Quantity.of(decimal.number());
      case FieldValue.Text text -> Quantity.parse(text.text());
      case FieldValue.Flag flag -> null;
      case FieldValue.Nothing nothing -> null;
    };
  }
}
