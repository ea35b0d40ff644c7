package io.testudo.suricata.text;

import java.util.List;

/**
 * A rule as it is written, taken apart.
 *
 * @param action what shall happen: {@code alert}, {@code pass}, {@code drop} …
 * @param protocol the protocol of the header, in lower case
 * @param source source addresses
 * @param sourcePorts source ports
 * @param direction how the two ends relate
 * @param destination destination addresses
 * @param destinationPorts destination ports
 * @param options the options in the order of the rule
 */
public record RuleText(
    String action,
    String protocol,
    String source,
    String sourcePorts,
    Arrow direction,
    String destination,
    String destinationPorts,
    List<RuleOption> options) {

  /** The arrow between the two ends of a header. */
  public enum Arrow {
    /** From source to destination. */
    ONE_WAY("->"),
    /** Either end may send. */
    EITHER_WAY("<>"),
    /** One exchange, both of whose directions the rule looks at. */
    EXCHANGE("=>");

    private final String sign;

    Arrow(String sign) {
      this.sign = sign;
    }

    static Arrow of(String sign) throws MalformedRuleException {
      for (Arrow arrow : values()) {
        if (arrow.sign.equals(sign)) {
          return arrow;
        }
      }
      throw new MalformedRuleException("direction (" + sign + ") must be one of -> <> =>");
    }
  }

  /** Copies the options. */
  public RuleText {
    options = List.copyOf(options);
  }

  /** The value of the first option of this name, or the fallback where there is none. */
  public String value(String name, String fallback) {
    for (RuleOption option : options) {
      if (option.name().equals(name)) {
        return option.value();
      }
    }
    return fallback;
  }

  /** Whether an option of this name is there. */
  public boolean has(String name) {
    return options.stream().anyMatch(option -> option.name().equals(name));
  }
}
