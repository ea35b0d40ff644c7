package io.testudo.sigma.source;

import io.testudo.sigma.FieldValue;
import io.testudo.sigma.SigmaEvent;
import io.testudo.sigma.pattern.Folding;
import java.util.ArrayList;
import java.util.List;

/** Where the values of a rule's field come from in an event. */
public sealed interface FieldSource {

  /** The values; none where the event has no such field. */
  List<FieldValue> read(SigmaEvent event);

  /** The names of the event's fields that are looked at. */
  default List<String> names() {
    return switch (this) {
      case FirstOf first -> first.names();
      case Each each -> each.parts().stream().flatMap(part -> part.names().stream()).toList();
      case Joined joined -> joined.parts().stream().flatMap(part -> part.names().stream()).toList();
    };
  }

  /** The first of these fields that is there. */
  record FirstOf(List<String> names) implements FieldSource {
    public FirstOf {
      names = List.copyOf(names);
    }

    @Override
    public List<FieldValue> read(SigmaEvent event) {
      for (int i = 0; i < names.size(); i++) {
        List<FieldValue> values = event.values(names.get(i));
        if (!values.isEmpty()) {
          return values;
        }
      }
      return List.of();
    }
  }

  /** All values of all these fields. */
  record Each(List<FieldSource> parts) implements FieldSource {
    public Each {
      parts = List.copyOf(parts);
    }

    @Override
    public List<FieldValue> read(SigmaEvent event) {
      var values = new ArrayList<FieldValue>();
      for (FieldSource part : parts) {
        values.addAll(part.read(event));
      }
      return values;
    }
  }

  /** The fields that are there, put together to one text. */
  record Joined(List<FieldSource> parts, String with, List<Replacement> replacements)
      implements FieldSource {
    public Joined {
      parts = List.copyOf(parts);
      replacements = List.copyOf(replacements);
    }

    @Override
    public List<FieldValue> read(SigmaEvent event) {
      var texts = new ArrayList<String>(parts.size());
      for (FieldSource part : parts) {
        for (FieldValue value : part.read(event)) {
          if (!value.asText().isEmpty()) {
            texts.add(value.asText());
          }
        }
      }
      return texts.isEmpty()
          ? List.of()
          : List.of(new FieldValue.Text(replaced(String.join(with, texts))));
    }

    private String replaced(String text) {
      for (Replacement replacement : replacements) {
        String start = replacement.start();
        if (text.length() >= start.length()
            && Folding.fold(text.substring(0, start.length())).equals(Folding.fold(start))) {
          return replacement.by() + text.substring(start.length());
        }
      }
      return text;
    }
  }

  /** A beginning of a text and what stands for it; letter case does not matter. */
  record Replacement(String start, String by) {}
}
