package io.testudo.app.config;

import io.testudo.intrusion.IntrusionConfig;
import io.testudo.telemetry.mapping.Mapping;
import io.testudo.vocabulary.entity.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may set for {@code serve}; {@code reference.yaml} beside this class holds every
 * default, commented.
 *
 * @param web where the console and REST listen
 * @param database the operator's own PostgreSQL, or null for the embedded one
 * @param sources what to read
 * @param rules folders or files of Sigma rules, beside the starter set
 * @param detection what the detectors are told of the site
 * @param checkpointEvery how often a source's state is saved while it is being read, 1 s..1 h
 * @param keepFacts after how long payloads of facts are deleted, 1 d..3650 d
 */
public record TestudoConfig(
    Web web,
    @Nullable Database database,
    List<SourceConfig> sources,
    List<Path> rules,
    IntrusionConfig detection,
    Duration checkpointEvery,
    Duration keepFacts) {

  /** The name of the file that is looked for in the data folder. */
  public static final String FILE = "testudo.yaml";

  public TestudoConfig {
    sources = List.copyOf(sources);
    rules = List.copyOf(rules);
  }

  /**
   * Where the console and REST listen.
   *
   * @param address a numeric address; anything but loopback needs TLS
   * @param port 0 for any free port
   * @param certificate PEM chain, or null
   * @param privateKey PEM key of the certificate, or null
   */
  public record Web(
      String address, int port, @Nullable Path certificate, @Nullable Path privateKey) {}

  /**
   * The operator's own PostgreSQL.
   *
   * @param url JDBC URL
   * @param user role
   * @param passwordFile file whose first line is the password
   */
  public record Database(String url, String user, Path passwordFile) {

    public Database {
      if (url.toLowerCase(Locale.ROOT).contains("password=")) {
        throw new IllegalArgumentException(
            "url of database must not hold a password\n"
                + "Maybe put it into the file that passwordFile names.");
      }
    }
  }

  /** One source of telemetry. */
  public sealed interface SourceConfig {

    /** Its name, which findings carry. */
    String name();

    /**
     * A folder whose files are read, sub-folders included: lines and captures as they grow and are
     * rotated, others once they are at rest.
     *
     * @param name the source's name
     * @param folder the folder; created if missing
     * @param mappings what is declared of logs that no format of ours knows
     */
    record Folder(String name, Path folder, List<Mapping> mappings) implements SourceConfig {
      public Folder {
        mappings = List.copyOf(mappings);
      }

      /** A folder of formats that are known. */
      public Folder(String name, Path folder) {
        this(name, folder, List.of());
      }
    }

    /**
     * Syslog by UDP, TCP and TLS.
     *
     * @param name the source's name
     * @param address a numeric address
     * @param udpPort 0 for any free port, −1 for none
     * @param tcpPort 0 for any free port, −1 for none
     * @param tls the door under TLS, or null for none
     */
    record Syslog(String name, String address, int udpPort, int tcpPort, @Nullable SyslogTls tls)
        implements SourceConfig {

      /** Without TLS. */
      public Syslog(String name, String address, int udpPort, int tcpPort) {
        this(name, address, udpPort, tcpPort, null);
      }
    }

    /**
     * The door of a syslog source under TLS.
     *
     * @param port 0 for any free port
     * @param certificate PEM chain; null for one of our own making
     * @param privateKey PEM key of the certificate; null where there is no certificate
     * @param clientAuthorities PEM file of those whose clients may connect; null for everybody
     */
    record SyslogTls(
        int port,
        @Nullable Path certificate,
        @Nullable Path privateKey,
        @Nullable Path clientAuthorities) {}

    /**
     * A named pipe, into which another program writes a capture or a log.
     *
     * @param name the source's name
     * @param pipe the pipe
     * @param mappings what is declared of logs that no format of ours knows
     */
    record Pipe(String name, Path pipe, List<Mapping> mappings) implements SourceConfig {
      public Pipe {
        mappings = List.copyOf(mappings);
      }
    }

    /**
     * NetFlow 5, NetFlow 9 and IPFIX by UDP.
     *
     * @param name the source's name
     * @param address a numeric address
     * @param port 0 for any free port
     */
    record FlowExports(String name, String address, int port) implements SourceConfig {}
  }

  /** The defaults, with paths below this data folder. */
  public static TestudoConfig defaults(Path data) {
    return read(data, Map.of(), new ArrayList<>());
  }

  /**
   * Reads {@link #FILE} of the data folder; where there is none, the defaults.
   *
   * @param data folder against which relative paths are resolved
   * @throws ConfigurationException with every problem
   */
  public static TestudoConfig load(Path data) {
    Path file = data.resolve(FILE);
    return Files.exists(file) ? load(data, file) : defaults(data);
  }

  /**
   * Reads this file.
   *
   * @param data folder against which relative paths are resolved
   * @throws ConfigurationException with every problem
   */
  public static TestudoConfig load(Path data, Path file) {
    return parse(data, file.toString(), YamlFile.text(file));
  }

  /** The text of {@code reference.yaml}: every setting with its default, commented. */
  public static String reference() {
    try (InputStream in = TestudoConfig.class.getResourceAsStream("reference.yaml")) {
      if (in == null) {
        throw new IllegalStateException("reference.yaml must be in the program's jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TestudoConfig parse(Path data, String name, String text) {
    List<String> problems = new ArrayList<>();
    TestudoConfig config = read(data, YamlFile.parse(name, text), problems);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(name, problems);
    }
    return config;
  }

  private static TestudoConfig read(Path data, Map<?, ?> values, List<String> problems) {
    ConfigSection root = new ConfigSection("", values, problems);
    List<SourceConfig> sources =
        root.has("sources")
            ? root.sections("sources", section -> SourceSections.source(data, section))
            : List.of(new SourceConfig.Folder("inbox", data.resolve("inbox")));
    Set<String> names = new HashSet<>();
    for (SourceConfig source : sources) {
      if (!names.add(source.name())) {
        problems.add("sources: name (" + source.name() + ") must be used once");
      }
    }
    TestudoConfig config =
        new TestudoConfig(
            web(data, root.section("web")),
            root.has("database") ? database(data, root.section("database")) : null,
            sources,
            root.texts("rules", List.of()).stream().map(data::resolve).toList(),
            detection(root.section("detection")),
            root.duration(
                "checkpointEvery",
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofHours(1)),
            root.duration(
                "keepFacts", Duration.ofDays(365), Duration.ofDays(1), Duration.ofDays(3650)));
    return close(root, config);
  }

  private static TestudoConfig close(ConfigSection root, TestudoConfig config) {
    root.close();
    return config;
  }

  private static Web web(Path data, ConfigSection section) {
    String certificate = section.text("certificate", "");
    String privateKey = section.text("privateKey", "");
    if (certificate.isEmpty() != privateKey.isEmpty()) {
      section.problem("certificate", certificate, "come together with privateKey");
    }
    Web web =
        new Web(
            section.address("address", "127.0.0.1"),
            section.number("port", 8080, 0, 65535),
            certificate.isEmpty() ? null : data.resolve(certificate),
            privateKey.isEmpty() ? null : data.resolve(privateKey));
    section.close();
    return web;
  }

  private static IntrusionConfig detection(ConfigSection section) {
    IntrusionConfig defaults = IntrusionConfig.defaults();
    List<IntrusionConfig.Network> home = new ArrayList<>();
    for (String text : section.texts("homeNetworks", List.of())) {
      IntrusionConfig.Network network = network(text);
      if (network == null) {
        section.problem("homeNetworks", text, "be a network like 192.0.2.0/24");
      } else {
        home.add(network);
      }
    }
    Set<IpAddress> scanners = new HashSet<>();
    for (String text : section.texts("authorisedScanners", List.of())) {
      IpAddress address = IpAddress.parseOrNull(text);
      if (address == null) {
        section.problem("authorisedScanners", text, "be a numeric address");
      } else {
        scanners.add(address);
      }
    }
    section.close();
    return new IntrusionConfig(
        defaults.findingWindow(),
        defaults.lateness(),
        defaults.mostStep(),
        defaults.mostEntities(),
        home,
        scanners);
  }

  private static IntrusionConfig.@Nullable Network network(String text) {
    int slash = text.indexOf('/');
    IpAddress first = IpAddress.parseOrNull(slash < 0 ? text : text.substring(0, slash));
    if (first == null || slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
      return null;
    }
    int prefix = Integer.parseInt(text.substring(slash + 1));
    return prefix <= (first.version() == 4 ? 32 : 128)
        ? new IntrusionConfig.Network(first, prefix)
        : null;
  }

  private static Database database(Path data, ConfigSection section) {
    Database database =
        new Database(
            section.text("url", ""),
            section.text("user", "testudo"),
            data.resolve(section.text("passwordFile", "database-password")));
    if (!database.url().startsWith("jdbc:postgresql:")) {
      section.problem("url", database.url(), "begin with jdbc:postgresql:");
    }
    section.close();
    return database;
  }
}
