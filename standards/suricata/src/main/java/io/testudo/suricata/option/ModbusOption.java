package io.testudo.suricata.option;

import io.testudo.suricata.draft.Draft;
import io.testudo.suricata.draft.UnsupportedKeywordException;
import io.testudo.suricata.rule.Look;
import io.testudo.suricata.rule.Sides;
import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.Numbers;
import io.testudo.suricata.text.RuleOption;
import java.util.Map;
import java.util.Set;

/** The option {@code modbus}: which unit is asked for which function, or for which access. */
final class ModbusOption {
  private static final String ASSIGNED = "1,2,3,4,5,6,7,8,11,12,15,16,17,20,21,22,23,24,43";
  private static final Map<String, String> READS =
      Map.of("coils", "1", "discretes", "2", "holding", "3", "input", "4");
  private static final Map<String, String> WRITES =
      Map.of("coils", "5,15", "holding", "6,16,22,23");

  private final Draft draft;

  ModbusOption(Draft draft) {
    this.draft = draft;
  }

  void read(RuleOption option) throws MalformedRuleException, UnsupportedKeywordException {
    draft.imply("modbus", Set.of("modbus"));
    for (String raw : option.value().split(",")) {
      String[] words = raw.strip().split("\\s+", 2);
      String value = words.length > 1 ? words[1].strip() : "";
      switch (words[0]) {
        case "unit" -> look("modbus.unit", Numbers.parse(value));
        case "function" -> function(value);
        case "subfunction" -> look("modbus.subfunction", Numbers.parse(value));
        case "access" -> access(value);
        case "address" -> look("modbus.address", Numbers.parse(value));
        case "value" -> look("modbus.value", Numbers.parse(value));
        default -> throw unsupported(raw);
      }
    }
  }

  private static UnsupportedKeywordException unsupported(String part) {
    return new UnsupportedKeywordException("modbus", "modbus " + part.strip() + " is not honoured");
  }

  private void look(String field, Numbers wanted) {
    draft.otherLooks.add(new Look.AtNumber(field, Sides.TO_SERVER, 2, wanted, Look.Index.ANY));
  }

  private void function(String value) throws MalformedRuleException, UnsupportedKeywordException {
    if (value.equals("assigned")) {
      look("modbus.function", Numbers.parseAny(ASSIGNED));
      return;
    }
    if (!Character.isDigit(value.isEmpty() ? ' ' : value.charAt(0))) {
      throw unsupported("function " + value);
    }
    look("modbus.function", Numbers.parse(value));
  }

  private void access(String value) throws MalformedRuleException, UnsupportedKeywordException {
    String[] words = value.split("\\s+");
    String of = words.length > 1 ? words[1] : "";
    boolean reads = words[0].equals("read");
    if (!reads && !words[0].equals("write")) {
      throw unsupported("access " + value);
    }
    String functions =
        of.isEmpty()
            ? (reads ? "1,2,3,4,23" : "5,6,15,16,22,23")
            : (reads ? READS : WRITES).get(of);
    if (functions == null) {
      throw unsupported("access " + value);
    }
    look("modbus.function", Numbers.parseAny(functions));
  }
}
