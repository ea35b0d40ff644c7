package io.testudo.simulation.scene;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.sensor.Proc;
import io.testudo.simulation.sensor.Sysmon;
import io.testudo.simulation.sensor.ZeekSensor;
import io.testudo.simulation.wire.DnsMessage;
import io.testudo.simulation.wire.DnsMessage.Type;
import io.testudo.simulation.wire.TcpDialogue.Socket;
import io.testudo.vocabulary.entity.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The office's DNS: every machine asks the domain controller, which asks the provider's resolver
 * for names that are not the office's, unless it still knows the answer.
 */
public final class Resolver {

  private static final Duration LIFETIME = Duration.ofMinutes(5);

  private final Office office;
  private final Network network;
  private final ZeekSensor zeek;
  private final Sysmon sysmon;
  private final List<Forwarded> forwarded = new ArrayList<>();

  private record Forwarded(Instant time, Question question) {}

  /**
   * What is asked and what is answered.
   *
   * @param name the name
   * @param type what is asked about it
   * @param addresses the answer; if there is neither an address nor a text, there is no such name
   * @param text the answer as text
   */
  public record Question(String name, Type type, List<IpAddress> addresses, String text) {

    /** Where that machine is. */
    public static Question address(Machine machine) {
      return new Question(machine.dnsName(), Type.A, List.of(machine.address()), "");
    }

    /** A name that does not exist. */
    public static Question unknown(String name) {
      return new Question(name, Type.A, List.of(), "");
    }
  }

  Resolver(Office office, Network network, ZeekSensor zeek, Sysmon sysmon) {
    this.office = office;
    this.network = network;
    this.zeek = zeek;
    this.sysmon = sysmon;
  }

  /** A machine asks where another is; answers when it knows. */
  public Instant lookUp(
      Instant time, Machine client, @Nullable Proc asker, Machine sought, Chance chance) {
    return ask(time, client, asker, Question.address(sought), chance);
  }

  /** A machine asks; answers when it has the answer. */
  public Instant ask(
      Instant time, Machine client, @Nullable Proc asker, Question question, Chance chance) {
    Machine server = office.at(Post.DOMAIN_CONTROLLER);
    int id = chance.between(1, 0xFFFF);
    Link link =
        network.udp(
            time,
            new Socket(client, client.ephemeralPort(chance), server, 53),
            "dns",
            DnsMessage.query(id, question.name(), question.type()),
            answer(id, question),
            chance);
    write(link, id, question);
    if (asker != null) {
      StringBuilder results = new StringBuilder();
      question.addresses().forEach(a -> results.append("::ffff:").append(a).append(';'));
      if (!question.text().isEmpty()) {
        results.append("type:  16 ").append(question.text()).append(';');
      }
      sysmon.asked(
          link.end().plusMillis(1),
          asker,
          question.name(),
          results.isEmpty() ? "9003" : "0",
          results.isEmpty() ? "-" : results.toString());
    }
    if (!question.name().endsWith(office.dnsDomain())) {
      forwarded.add(new Forwarded(time, question));
    }
    return link.end().plusMillis(1);
  }

  private static byte[] answer(int id, Question question) {
    return question.text().isEmpty()
        ? DnsMessage.answer(id, question.name(), question.addresses(), 300)
        : DnsMessage.answer(id, question.name(), question.text(), 60);
  }

  private void write(Link link, int id, Question question) {
    boolean found = !question.addresses().isEmpty() || !question.text().isEmpty();
    boolean own = question.name().endsWith(office.dnsDomain());
    ObjectNode row = ZeekSensor.row(link.start(), link.uid(), link.socket());
    row.put("proto", "udp");
    row.put("trans_id", id);
    row.put("rtt", Duration.between(link.start(), link.end()).toNanos() / 1e9);
    row.put("query", question.name());
    row.put("qclass", 1).put("qclass_name", "C_INTERNET");
    row.put("qtype", question.type().number()).put("qtype_name", question.type().name());
    row.put("rcode", found ? 0 : 3).put("rcode_name", found ? "NOERROR" : "NXDOMAIN");
    row.put("AA", own).put("TC", false).put("RD", true).put("RA", true).put("Z", 0);
    if (found) {
      ArrayNode answers = row.putArray("answers");
      ArrayNode lifetimes = row.putArray("TTLs");
      question.addresses().forEach(a -> answers.add(a.toString()));
      if (!question.text().isEmpty()) {
        answers.add("TXT " + question.text().length() + " " + question.text());
      }
      answers.forEach(answer -> lifetimes.add(question.text().isEmpty() ? 300.0 : 60.0));
    }
    row.put("rejected", false);
    zeek.write("dns", link.end(), row);
  }

  /** Sends on what the domain controller could not answer itself: once, when all is known. */
  void forward(Chance chance) {
    Machine server = office.at(Post.DOMAIN_CONTROLLER);
    Machine provider = office.stranger("resolver.provider.example");
    Map<String, Instant> known = new HashMap<>();
    forwarded.sort(Comparator.comparing(Forwarded::time).thenComparing(f -> f.question().name()));
    for (Forwarded each : forwarded) {
      Question question = each.question();
      String key = question.type() + " " + question.name();
      Instant until = known.get(key);
      if (until == null || !each.time().isBefore(until)) {
        known.put(key, each.time().plus(LIFETIME));
        Chance own = chance.stream(each.time() + key);
        int id = own.between(1, 0xFFFF);
        network.udp(
            each.time().plusNanos(180_000),
            new Socket(server, own.between(49_152, 65_535), provider, 53),
            "dns",
            DnsMessage.query(id, question.name(), question.type()),
            answer(id, question),
            own);
      }
    }
  }
}
