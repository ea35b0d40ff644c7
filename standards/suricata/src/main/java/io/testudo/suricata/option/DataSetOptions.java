package io.testudo.suricata.option;

import io.testudo.suricata.dataset.DataSet;
import io.testudo.suricata.dataset.DataSets;
import io.testudo.suricata.dataset.Lookup;
import io.testudo.suricata.dataset.RuleFiles;
import io.testudo.suricata.dataset.SetMemory;
import io.testudo.suricata.dataset.ValueType;
import io.testudo.suricata.draft.Draft;
import io.testudo.suricata.draft.GroupDraft;
import io.testudo.suricata.draft.MessageKeywords;
import io.testudo.suricata.draft.MissingFileException;
import io.testudo.suricata.draft.UnsupportedKeywordException;
import io.testudo.suricata.rule.Sides;
import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.Numbers;
import io.testudo.suricata.text.RuleOption;
import io.testudo.suricata.transform.Transforms;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The options that look a value up in a list: {@code dataset, datarep} and digests of files.
 *
 * <p>Deviation: nothing is written to files. {@code save}, {@code memcap} and {@code hashsize} have
 * no effect, and {@code state} loads alone; what rules change is kept in memory, within its bound.
 */
final class DataSetOptions {
  static final Set<String> NAMES =
      Set.of("dataset", "datarep", "filemd5", "filesha1", "filesha256");

  private final Draft draft;
  private final DataSets sets;
  private final RuleFiles files;

  DataSetOptions(Draft draft, DataSets sets, RuleFiles files) {
    this.draft = draft;
    this.sets = sets;
    this.files = files;
  }

  void read(RuleOption option) throws MalformedRuleException, UnsupportedKeywordException {
    if (option.name().startsWith("file")) {
      digests(option);
      return;
    }
    GroupDraft group = draft.group();
    if (group.target == GroupDraft.Target.PAYLOAD) {
      throw new MalformedRuleException(
          option.name() + " must follow a keyword that names a buffer");
    }
    group.lookups.add(option.name().equals("dataset") ? membership(option) : reputation(option));
  }

  /** {@code dataset:isset,name,type string,load file}. */
  private Lookup membership(RuleOption option)
      throws MalformedRuleException, UnsupportedKeywordException {
    String[] parts = parts(option, 2);
    DataSet set = set(option, parts[1], words(option, parts, 2));
    ValueType type = set.type();
    return switch (parts[0]) {
      case "isset" -> lookup(type, (value, memory) -> memory.holds(set, value));
      case "isnotset" -> lookup(type, (value, memory) -> !memory.holds(set, value));
      case "set" -> lookup(type, (value, memory) -> memory.add(set, value));
      case "unset" -> lookup(type, (value, memory) -> memory.remove(set, value));
      default -> throw new MalformedRuleException("dataset:" + parts[0] + " is not known");
    };
  }

  /** {@code datarep:name,>,200,load file,type string}. */
  private Lookup reputation(RuleOption option)
      throws MalformedRuleException, UnsupportedKeywordException {
    String[] parts = parts(option, 3);
    DataSet set = set(option, parts[0], words(option, parts, 3));
    if (!Set.of("<", ">", "==", "<=", ">=", "=").contains(parts[1])) {
      throw new MalformedRuleException("datarep sign (" + parts[1] + ") is not known");
    }
    Numbers wanted = Numbers.parse(parts[1].replace("==", "=") + parts[2]);
    return lookup(
        set.type(),
        (value, memory) -> {
          Integer reputation = set.loaded().get(value);
          return reputation != null && wanted.test(reputation);
        });
  }

  /** {@code filemd5:[!]file}: the digest of a whole file is in a list, or is not. */
  private void digests(RuleOption option)
      throws MalformedRuleException, UnsupportedKeywordException {
    MessageKeywords.Part part = MessageKeywords.of("file.data");
    if (part == null) {
      throw new IllegalStateException("file.data must be known");
    }
    String digest = option.name().substring("file".length());
    ValueType type =
        switch (digest) {
          case "md5" -> ValueType.MD5;
          case "sha1" -> ValueType.SHA1;
          default -> ValueType.SHA256;
        };
    String file = option.plainValue().strip();
    DataSet set = set(option, option.name() + " " + file, Map.of("load", file), type);
    boolean isWanted = !option.isNegated();
    GroupDraft group = draft.select(GroupDraft.Target.MESSAGE, part.name(), part, Sides.BOTH);
    group.transforms.add(Transforms.of(new RuleOption("to_" + digest, "")));
    group.lookups.add(lookup(type, (value, memory) -> memory.holds(set, value) == isWanted));
  }

  /** Octets that are no value of the set's type answer no question about it. */
  private static Lookup lookup(ValueType type, BiPredicate<String, SetMemory> question) {
    return (octets, memory) -> {
      String value = type.value(octets);
      return value != null && question.test(value, memory);
    };
  }

  private DataSet set(RuleOption option, String name, Map<String, String> words)
      throws MalformedRuleException, UnsupportedKeywordException {
    String type = words.get("type");
    return set(option, name, words, type == null ? null : ValueType.of(type));
  }

  private DataSet set(
      RuleOption option, String name, Map<String, String> words, @Nullable ValueType type)
      throws MalformedRuleException, UnsupportedKeywordException {
    String file = words.getOrDefault("load", words.getOrDefault("state", ""));
    try {
      return sets.set(name, type, file, files);
    } catch (IOException e) {
      throw new MissingFileException(option.name(), file, String.valueOf(e.getMessage()));
    }
  }

  private static String[] parts(RuleOption option, int least) throws MalformedRuleException {
    String[] parts = option.value().strip().split("\\s*,\\s*");
    if (parts.length < least) {
      throw new MalformedRuleException(
          option.name() + " (" + option.value() + ") must have at least " + least + " parts");
    }
    return parts;
  }

  private static Map<String, String> words(RuleOption option, String[] parts, int from)
      throws MalformedRuleException, UnsupportedKeywordException {
    Map<String, String> words = new HashMap<>();
    for (int i = from; i < parts.length; i++) {
      String[] pair = parts[i].split("\\s+", 2);
      switch (pair[0]) {
        case "type", "load", "state", "save", "memcap", "hashsize" -> {
          if (pair.length < 2) {
            throw new MalformedRuleException(option.name() + " " + pair[0] + " must have a value");
          }
          words.put(pair[0], pair[1]);
        }
        default ->
            throw new UnsupportedKeywordException(
                option.name(), option.name() + " " + pair[0] + " is not honoured");
      }
    }
    return words;
  }
}
