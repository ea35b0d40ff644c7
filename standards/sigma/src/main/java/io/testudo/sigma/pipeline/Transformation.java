package io.testudo.sigma.pipeline;

import io.testudo.sigma.LogSource;
import io.testudo.sigma.detection.Selection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a step of a pipeline does to a rule. */
public sealed interface Transformation {

  /** It gives fields other names. */
  sealed interface Naming extends Transformation {
    /** The names of a field from now on; its own where nothing is said of it. */
    List<String> namesOf(String field);
  }

  /** Fields are called as a table says, each by one name or by several of which any will do. */
  record Rename(Map<String, List<String>> names) implements Naming {
    public Rename {
      names = Map.copyOf(names);
    }

    @Override
    public List<String> namesOf(String field) {
      return names.getOrDefault(field, List.of(field));
    }
  }

  /** The beginnings of fields' names are exchanged as a table says; the first that fits. */
  record RenameBeginning(Map<String, List<String>> beginnings) implements Naming {
    public RenameBeginning {
      beginnings = new LinkedHashMap<>(beginnings);
    }

    @Override
    public List<String> namesOf(String field) {
      for (Map.Entry<String, List<String>> entry : beginnings.entrySet()) {
        if (field.startsWith(entry.getKey())) {
          String rest = field.substring(entry.getKey().length());
          return entry.getValue().stream().map(beginning -> beginning + rest).toList();
        }
      }
      return List.of(field);
    }
  }

  /** Something stands before and after fields' names. */
  record Surround(String before, String after) implements Naming {
    @Override
    public List<String> namesOf(String field) {
      return List.of(before + field + after);
    }
  }

  /** Fields are asked for other values. */
  record SetValue(Selection.Values values) implements Transformation {}

  /** Fields are not asked for any more. */
  record DropItem() implements Transformation {}

  /** A rule must not ask for the fields. */
  record FailItem(String message) implements Transformation {}

  /** A rule asks for this too, or that it does not hold. */
  record AddCondition(Selection selection, Sense sense) implements Transformation {}

  /** Whether an added condition must hold or must not. */
  enum Sense {
    HOLDS,
    DOES_NOT_HOLD
  }

  /** A rule is meant for another log source. */
  record ChangeLogSource(LogSource logSource) implements Transformation {}

  /** A rule is refused. */
  record FailRule(String message) implements Transformation {}
}
