package io.testudo.simulation.scene;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Person;
import io.testudo.simulation.scene.Network.Exchange;
import io.testudo.simulation.sensor.Proc;
import io.testudo.simulation.sensor.SecurityAudit;
import io.testudo.simulation.sensor.SecurityAudit.Method;
import io.testudo.simulation.sensor.Session;
import io.testudo.simulation.sensor.Sysmon;
import io.testudo.simulation.sensor.ZeekSensor;
import io.testudo.simulation.wire.Ending;
import io.testudo.simulation.wire.TcpDialogue.Socket;
import io.testudo.simulation.wire.Turn;
import io.testudo.simulation.wire.Turn.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** SMB between machines: shares, files, named pipes and the remote procedures behind them. */
public final class FileSharing {

  private static final String SYNTAX_LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private final Network network;
  private final ZeekSensor zeek;
  private final Windows windows;
  private final Directory directory;
  private final SecurityAudit audit;
  private final Sysmon sysmon;

  FileSharing(
      Network network,
      ZeekSensor zeek,
      Windows windows,
      Directory directory,
      SecurityAudit audit,
      Sysmon sysmon) {
    this.network = network;
    this.zeek = zeek;
    this.windows = windows;
    this.directory = directory;
    this.audit = audit;
    this.sysmon = sysmon;
  }

  /**
   * Something done with a file or a pipe on a share.
   *
   * @param share the share's name
   * @param file the file's path on it, or the pipe's name
   * @param use what is done
   * @param bytes how much is moved
   */
  public record Operation(String share, String file, Use use, long bytes) {

    /** A remote procedure is called through a pipe. */
    public static Operation pipe(String name) {
      return new Operation("IPC$", name, Use.PIPE, 900);
    }
  }

  /** What is done with a file. */
  public enum Use {
    READ,
    WRITE,
    PIPE
  }

  /** Who mounts a share of which machine. */
  public record Mount(Machine from, Machine to, Person person, Method method) {}

  /** A session over SMB and the logon session it made on the server. */
  public record Shared(Link link, Session session) {}

  /** Mounts, does these things one after the other, and leaves. */
  public Shared use(
      Instant time, Mount mount, List<Operation> operations, Duration duration, Chance chance) {
    List<Turn> turns = new ArrayList<>();
    turns.add(
        new Turn(
            Side.CLIENT,
            252,
            new byte[] {0, 0, 0, (byte) 248, (byte) 0xfe, 'S', 'M', 'B'},
            Duration.ofMillis(1)));
    turns.add(new Turn(Side.SERVER, 452, new byte[0], Duration.ofMillis(1)));
    turns.add(new Turn(Side.CLIENT, 1_900, new byte[0], Duration.ofMillis(2)));
    turns.add(new Turn(Side.SERVER, 380, new byte[0], Duration.ofMillis(3)));
    Duration pause = duration.dividedBy(operations.size() + 1L);
    for (Operation operation : operations) {
      boolean write = operation.use == Use.WRITE;
      turns.add(new Turn(Side.CLIENT, 420 + (write ? operation.bytes : 300), new byte[0], pause));
      turns.add(
          new Turn(
              Side.SERVER,
              380 + (write ? 200 : operation.bytes),
              new byte[0],
              chance.seconds(0.001, 0.01)));
    }
    Link link =
        network.tcp(
            time,
            mount.from,
            mount.to,
            445,
            new Exchange(
                mount.method == Method.NTLM ? "gssapi,smb,ntlm" : "gssapi,smb,krb",
                turns,
                Ending.CLOSED),
            chance);
    Socket socket = link.socket();
    if (mount.from.platform().windows()) {
      Proc system = windows.resident(mount.from, Windows.Resident.SYSTEM);
      sysmon.connected(time.plusMillis(1), system, Sysmon.Direction.OUT, "tcp", socket);
    }
    Session session =
        mount.method == Method.NTLM
            ? directory.logOnWithNtlm(
                time.plusMillis(4), mount.from, mount.to, mount.person, socket.clientPort(), chance)
            : directory.logOn(
                time.plusMillis(2),
                mount.from,
                mount.to,
                mount.person,
                socket.clientPort(),
                chance);
    if (mount.method == Method.NTLM) {
      ntlm(link, mount, true);
    }
    Instant now = time.plusMillis(12);
    Set<String> opened = new HashSet<>();
    for (Operation operation : operations) {
      now = now.plus(pause);
      record(now, mount, link, session, operation, opened);
    }
    directory.logOff(link.end().plusSeconds(1), mount.to, session);
    return new Shared(link, session);
  }

  /** A mount that fails for its password. */
  public Link refused(
      Instant time, Machine from, Machine to, Directory.Attempt attempt, Chance chance) {
    List<Turn> turns =
        List.of(
            new Turn(Side.CLIENT, 252, new byte[0], Duration.ofMillis(1)),
            new Turn(Side.SERVER, 452, new byte[0], Duration.ofMillis(1)),
            new Turn(Side.CLIENT, 680, new byte[0], Duration.ofMillis(2)),
            new Turn(Side.SERVER, 130, new byte[0], Duration.ofMillis(3)));
    Link link =
        network.tcp(
            time, from, to, 445, new Exchange("gssapi,smb,ntlm", turns, Ending.CLOSED), chance);
    directory.failToLogOn(time.plusMillis(5), from, to, attempt, link.socket().clientPort());
    if (link.onCore()) {
      ObjectNode row = ZeekSensor.row(time.plusMillis(4), link.uid(), link.socket());
      row.put("username", attempt.account()).put("hostname", attempt.workstation());
      row.put("server_nb_computer_name", to.netbiosName()).put("success", false);
      zeek.write("ntlm", link.end(), row);
    }
    return link;
  }

  private void ntlm(Link link, Mount mount, boolean success) {
    if (link.onCore()) {
      ObjectNode row = ZeekSensor.row(link.start().plusMillis(3), link.uid(), link.socket());
      row.put("username", mount.person.account()).put("hostname", mount.from.netbiosName());
      row.put("server_nb_computer_name", mount.to.netbiosName());
      row.put("server_dns_computer_name", mount.to.dnsName()).put("success", success);
      zeek.write("ntlm", link.end(), row);
    }
  }

  private void record(
      Instant time,
      Mount mount,
      Link link,
      Session session,
      Operation operation,
      Set<String> opened) {
    int port = link.socket().clientPort();
    if (opened.add(operation.share)) {
      audit.shareOpened(time, mount.to, session, mount.from, port, operation.share);
      if (link.onCore()) {
        ObjectNode row = ZeekSensor.row(time, link.uid(), link.socket());
        row.put("path", "\\\\" + mount.to.name() + "\\" + operation.share);
        row.put("share_type", operation.share.equals("IPC$") ? "PIPE" : "DISK");
        zeek.write("smb_mapping", time, row);
      }
    }
    String mask =
        switch (operation.use) {
          case READ -> "0x120089";
          case WRITE -> "0x2";
          case PIPE -> "0x12019f";
        };
    audit.shareFile(
        time.plusMillis(2),
        mount.to,
        session,
        mount.from,
        port,
        operation.share,
        operation.file,
        mask);
    if (link.onCore() && operation.use != Use.PIPE) {
      ObjectNode row = ZeekSensor.row(time.plusMillis(2), link.uid(), link.socket());
      row.put("action", operation.use == Use.WRITE ? "SMB::FILE_WRITE" : "SMB::FILE_OPEN");
      row.put("path", "\\\\" + mount.to.name() + "\\" + operation.share);
      row.put("name", operation.file).put("size", operation.bytes);
      zeek.write("smb_files", time.plusMillis(3), row);
    }
  }

  /** A remote procedure that Zeek sees called over a connection. */
  public void procedure(Instant time, Link link, String pipe, String endpoint, String operation) {
    if (link.onCore()) {
      ObjectNode row = ZeekSensor.row(time, link.uid(), link.socket());
      row.put("rtt", 0.000_8).put("named_pipe", pipe);
      row.put("endpoint", endpoint).put("operation", operation);
      zeek.write("dce_rpc", time, row);
    }
  }

  /** A connection to a service of remote procedures, by way of the endpoint mapper. */
  public Link remoteProcedures(
      Instant time, Machine from, Machine to, long up, long down, Chance chance) {
    Link mapper =
        network.tcp(time, from, to, 135, Directory.exchange("dce_rpc", 320, 400, chance), chance);
    procedure(mapper.end(), mapper, "135", "epmapper", "ept_map");
    int port = chance.between(49_664, 49_700);
    Link link =
        network.tcp(
            mapper.end().plusMillis(2),
            from,
            to,
            port,
            Directory.exchange("gssapi,dce_rpc", up, down, chance),
            chance);
    if (from.platform().windows()) {
      Proc caller = windows.resident(from, Windows.Resident.NETWORK);
      sysmon.connected(
          link.start().plusMillis(1), caller, Sysmon.Direction.OUT, "tcp", link.socket());
    }
    return link;
  }

  /** A name as tools make them up. */
  public static String randomName(int letters, Chance chance) {
    return chance.text(letters, SYNTAX_LETTERS);
  }
}
