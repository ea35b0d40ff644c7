package io.testudo.suricata.tls;

import io.testudo.suricata.asn1.Der;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What rules ask of an X.509 certificate (RFC 5280). */
record Certificate(
    String subject, String issuer, String serial, List<String> names, boolean isMalformed) {
  private static final Map<String, String> SHORT =
      Map.ofEntries(
          Map.entry("2.5.4.3", "CN"),
          Map.entry("2.5.4.5", "serialNumber"),
          Map.entry("2.5.4.6", "C"),
          Map.entry("2.5.4.7", "L"),
          Map.entry("2.5.4.8", "ST"),
          Map.entry("2.5.4.10", "O"),
          Map.entry("2.5.4.11", "OU"),
          Map.entry("0.9.2342.19200300.100.1.25", "DC"),
          Map.entry("1.2.840.113549.1.9.1", "emailAddress"));

  static Certificate read(byte[] octets, int from, int to) {
    Der body = Der.at(octets, from, to).child(0x30);
    if (!body.isThere()) {
      return new Certificate("", "", "", List.of(), true);
    }
    List<Der> fields = body.children();
    int first = !fields.isEmpty() && fields.get(0).tag() == 0xA0 ? 1 : 0;
    if (fields.size() < first + 5) {
      return new Certificate("", "", "", List.of(), true);
    }
    return new Certificate(
        name(fields.get(first + 4)),
        name(fields.get(first + 2)),
        serial(fields.get(first)),
        alternatives(body.child(0xA3)),
        false);
  }

  private static String name(Der name) {
    List<String> parts = new ArrayList<>();
    for (Der set : name.children()) {
      for (Der pair : set.children()) {
        List<Der> both = pair.children();
        if (both.size() == 2) {
          String id = both.get(0).identifier();
          parts.add(SHORT.getOrDefault(id, id) + "=" + both.get(1).text());
        }
      }
    }
    return String.join(", ", parts);
  }

  private static String serial(Der serial) {
    byte[] octets = serial.content();
    int from = octets.length > 1 && octets[0] == 0 ? 1 : 0;
    return HexFormat.ofDelimiter(":").withUpperCase().formatHex(octets, from, octets.length);
  }

  private static List<String> alternatives(Der wrapped) {
    List<String> names = new ArrayList<>();
    for (Der extension : wrapped.child(0x30).children()) {
      List<Der> parts = extension.children();
      if (parts.size() < 2 || !parts.get(0).identifier().equals("2.5.29.17")) {
        continue;
      }
      Der value = parts.get(parts.size() - 1);
      for (Der name : Der.at(value.octets(), value.from(), value.to()).children()) {
        if (name.tag() == 0x82 || name.tag() == 0x81 || name.tag() == 0x86) {
          names.add(name.text().toLowerCase(Locale.ROOT));
        }
      }
    }
    return names;
  }
}
