package io.testudo.simulation.scene;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.scene.Network.Exchange;
import io.testudo.simulation.sensor.SyslogServer;
import io.testudo.simulation.sensor.SyslogServer.Facility;
import io.testudo.simulation.sensor.SyslogServer.Program;
import io.testudo.simulation.sensor.ZeekSensor;
import io.testudo.simulation.wire.Ending;
import io.testudo.simulation.wire.Openings;
import io.testudo.simulation.wire.SshPackets;
import io.testudo.simulation.wire.Turn;
import io.testudo.simulation.wire.Turn.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** SSH between machines, with what the server's daemon writes about it. */
public final class SecureShell {

  private static final String SERVER = "SSH-2.0-OpenSSH_8.9p1 Ubuntu-3ubuntu0.7";

  private final Network network;
  private final ZeekSensor zeek;
  private final SyslogServer syslog;

  SecureShell(Network network, ZeekSensor zeek, SyslogServer syslog) {
    this.network = network;
    this.zeek = zeek;
    this.syslog = syslog;
  }

  /**
   * What happens after the keys are agreed on.
   *
   * @param client what the client calls itself
   * @param account the account asked for
   * @param up bytes that the client sends once it is in
   * @param down bytes that the server sends
   * @param rounds how often they speak
   * @param duration how long the session lasts
   */
  public record Talk(
      String client, String account, long up, long down, int rounds, Duration duration) {

    /** A client that tries passwords and is let in or not. */
    public static Talk attempt(String client, String account) {
      return new Talk(client, account, 0, 0, 0, Duration.ZERO);
    }
  }

  /** How an account proves itself. */
  public enum Proof {
    PASSWORD,
    KEY
  }

  /** A session; the daemon writes that it opened and closed. */
  public Link session(
      Instant time, Machine client, Machine server, Talk talk, Proof proof, Chance chance) {
    List<Turn> turns = handshake(talk.client, chance);
    authentication(turns, chance);
    long up = Math.max(36, talk.up / Math.max(1, talk.rounds));
    long down = Math.max(36, talk.down / Math.max(1, talk.rounds));
    Duration pause = talk.duration.dividedBy(Math.max(1, talk.rounds));
    for (int i = 0; i < talk.rounds; i++) {
      Duration before =
          chance.between(pause.multipliedBy(3).dividedBy(10), pause.multipliedBy(17).dividedBy(10));
      turns.add(new Turn(Side.CLIENT, up, chance.bytes(20), before));
      turns.add(new Turn(Side.SERVER, down, chance.bytes(20), chance.seconds(0.002, 0.05)));
    }
    Link link =
        network.tcp(time, client, server, 22, new Exchange("ssh", turns, Ending.CLOSED), chance);
    row(link, talk.client, true, 1);
    Program daemon = new Program("sshd", server.processId(chance));
    Instant in = time.plus(chance.seconds(0.4, 0.9));
    say(
        in,
        server,
        daemon,
        String.format(
            Locale.ROOT,
            "Accepted %s for %s from %s port %d ssh2%s",
            proof == Proof.KEY ? "publickey" : "password",
            talk.account,
            client.ip(),
            link.socket().clientPort(),
            proof == Proof.KEY ? ": ED25519 SHA256:" + chance.text(43, KEY_LETTERS) : ""));
    say(
        in.plusMillis(9),
        server,
        daemon,
        "pam_unix(sshd:session): session opened for user "
            + talk.account
            + "(uid="
            + (talk.account.equals("root") ? 0 : 1000 + talk.account.length())
            + ") by (uid=0)");
    say(
        link.end().plusMillis(3),
        server,
        daemon,
        "Received disconnect from "
            + client.ip()
            + " port "
            + link.socket().clientPort()
            + ":11: disconnected by user");
    say(
        link.end().plusMillis(8),
        server,
        daemon,
        "pam_unix(sshd:session): session closed for user " + talk.account);
    return link;
  }

  private static final String KEY_LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  /** What of the account that is asked for is right. */
  public enum Known {
    NAME,
    NOTHING
  }

  /** A connection in which a number of passwords is wrong. */
  public Link fail(
      Instant time,
      Machine client,
      Machine server,
      Talk talk,
      Known known,
      int tries,
      Chance chance) {
    List<Turn> turns = handshake(talk.client, chance);
    for (int i = 0; i < tries; i++) {
      turns.add(new Turn(Side.CLIENT, 148, chance.bytes(20), chance.seconds(0.05, 0.3)));
      turns.add(new Turn(Side.SERVER, 84, chance.bytes(20), chance.seconds(1.2, 2.6)));
    }
    Link link =
        network.tcp(time, client, server, 22, new Exchange("ssh", turns, Ending.CLOSED), chance);
    row(link, talk.client, false, tries);
    Program daemon = new Program("sshd", server.processId(chance));
    String from = client.ip() + " port " + link.socket().clientPort();
    boolean invalid = known == Known.NOTHING;
    Instant said = time.plus(chance.seconds(0.3, 0.8));
    if (invalid) {
      say(said, server, daemon, "Invalid user " + talk.account + " from " + from);
    }
    say(
        said.plusMillis(30),
        server,
        daemon,
        "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost="
            + client.ip()
            + (invalid ? "" : "  user=" + talk.account));
    for (int i = 0; i < tries; i++) {
      said = said.plus(chance.seconds(1.4, 2.4));
      say(
          said,
          server,
          daemon,
          "Failed password for "
              + (invalid ? "invalid user " : "")
              + talk.account
              + " from "
              + from
              + " ssh2");
    }
    say(
        link.end().plusMillis(2),
        server,
        daemon,
        "Connection closed by "
            + (invalid ? "invalid user " : "authenticating user ")
            + talk.account
            + " "
            + from
            + " [preauth]");
    return link;
  }

  /** A connection that is dropped after the banners, as monitoring and idle scanners do. */
  public Link glance(Instant time, Machine client, Machine server, Chance chance) {
    List<Turn> turns =
        List.of(
            Turn.server(Openings.text(SERVER + "\r\n"), chance.seconds(0.002, 0.02)),
            Turn.client(Openings.text("SSH-2.0-check_ssh_2.3.3\r\n"), Duration.ofMillis(2)));
    Link link =
        network.tcp(time, client, server, 22, new Exchange("ssh", turns, Ending.CLOSED), chance);
    say(
        link.end().plusMillis(2),
        server,
        new Program("sshd", server.processId(chance)),
        "Connection closed by "
            + client.ip()
            + " port "
            + link.socket().clientPort()
            + " [preauth]");
    return link;
  }

  private void say(Instant time, Machine server, Program daemon, String text) {
    if (server.zone().internal()) {
      syslog.say(time, server, Facility.AUTHPRIV, daemon, text);
    }
  }

  private static List<Turn> handshake(String client, Chance chance) {
    List<Turn> turns = new ArrayList<>();
    turns.add(Turn.server(Openings.text(SERVER + "\r\n"), chance.seconds(0.004, 0.03)));
    turns.add(Turn.client(Openings.text(client + "\r\n"), chance.seconds(0.001, 0.01)));
    turns.add(Turn.client(SshPackets.keyExchangeInit(chance), Duration.ofMillis(1)));
    turns.add(Turn.server(SshPackets.keyExchangeInit(chance), Duration.ofMillis(1)));
    turns.add(Turn.client(SshPackets.ellipticInit(chance), Duration.ofMillis(4)));
    turns.add(Turn.server(SshPackets.ellipticReply(chance), Duration.ofMillis(6)));
    turns.add(Turn.server(SshPackets.newKeys(), Duration.ZERO));
    turns.add(Turn.client(SshPackets.newKeys(), Duration.ofMillis(4)));
    return turns;
  }

  private static void authentication(List<Turn> turns, Chance chance) {
    turns.add(new Turn(Side.CLIENT, 64, chance.bytes(20), Duration.ofMillis(3)));
    turns.add(new Turn(Side.SERVER, 64, chance.bytes(20), Duration.ofMillis(3)));
    turns.add(new Turn(Side.CLIENT, 148, chance.bytes(20), chance.seconds(0.1, 0.3)));
    turns.add(new Turn(Side.SERVER, 52, chance.bytes(20), chance.seconds(0.02, 0.1)));
  }

  private void row(Link link, String client, boolean success, int attempts) {
    if (!link.onCore()) {
      return;
    }
    ObjectNode row = ZeekSensor.row(link.start().plusMillis(5), link.uid(), link.socket());
    row.put("version", 2).put("auth_success", success).put("auth_attempts", attempts);
    row.put("client", client).put("server", SERVER);
    row.put("cipher_alg", "aes128-ctr").put("mac_alg", "hmac-sha2-256");
    row.put("compression_alg", "none").put("kex_alg", "curve25519-sha256");
    row.put("host_key_alg", "ssh-ed25519");
    zeek.write("ssh", link.end(), row);
  }
}
