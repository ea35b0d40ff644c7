package io.testudo.app.config;

import io.testudo.app.config.TestudoConfig.SourceConfig;
import io.testudo.telemetry.mapping.Mapping;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what an operator says of each source. */
final class SourceSections {

  private SourceSections() {}

  private static SourceConfig.SyslogTls syslogTls(Path data, ConfigSection section) {
    String certificate = section.text("certificate", "");
    String privateKey = section.text("privateKey", "");
    String authorities = section.text("clientAuthorities", "");
    if (certificate.isEmpty() != privateKey.isEmpty()) {
      section.problem("certificate", certificate, "come together with privateKey");
    }
    SourceConfig.SyslogTls tls =
        new SourceConfig.SyslogTls(
            section.number("port", 6514, 0, 65535),
            certificate.isEmpty() ? null : data.resolve(certificate),
            privateKey.isEmpty() ? null : data.resolve(privateKey),
            authorities.isEmpty() ? null : data.resolve(authorities));
    section.close();
    return tls;
  }

  private static List<Mapping> mappings(Path data, ConfigSection section) {
    List<Mapping> mappings = new ArrayList<>();
    for (String file : section.textOrTexts("mapping")) {
      try {
        mappings.add(MappingFile.load(data.resolve(file)));
      } catch (UncheckedIOException e) {
        section.problem("mapping", file, "be a readable file");
      } catch (ConfigurationException e) {
        e.problems().forEach(problem -> section.problem("mapping", file, "be valid: " + problem));
      }
    }
    return mappings;
  }

  /** The source that a section describes; null if it describes none. */
  static @Nullable SourceConfig source(Path data, ConfigSection section) {
    String name = section.text("name", "");
    String folder = section.text("folder", "");
    String pipe = section.text("pipe", "");
    boolean isSyslog = section.has("syslog");
    boolean isFlowExports = section.has("netflow");
    List<Mapping> mappings = mappings(data, section);
    if (folder.isEmpty() && pipe.isEmpty() && !mappings.isEmpty()) {
      section.problem("mapping", section.textOrTexts("mapping"), "come with a folder or a pipe");
    }
    ConfigSection syslog = section.section("syslog");
    ConfigSection netflow = section.section("netflow");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      section.problem("name", name, "be 1..64 letters, digits, dots, hyphens or underscores");
      return null;
    }
    long doors =
        Stream.of(!folder.isEmpty(), !pipe.isEmpty(), isSyslog, isFlowExports)
            .filter(isThere -> isThere)
            .count();
    if (doors != 1) {
      section.problem("name", name, "have either folder, pipe, syslog or netflow");
      return null;
    }
    if (!pipe.isEmpty()) {
      return new SourceConfig.Pipe(name, data.resolve(pipe), mappings);
    }
    if (isFlowExports) {
      SourceConfig exports =
          new SourceConfig.FlowExports(
              name,
              netflow.address("address", "127.0.0.1"),
              netflow.number("port", 2055, 0, 65535));
      netflow.close();
      return exports;
    }
    if (!isSyslog) {
      return new SourceConfig.Folder(name, data.resolve(folder), mappings);
    }
    SourceConfig source =
        new SourceConfig.Syslog(
            name,
            syslog.address("address", "127.0.0.1"),
            syslog.number("udpPort", 5514, -1, 65535),
            syslog.number("tcpPort", 5514, -1, 65535),
            syslog.has("tls") ? syslogTls(data, syslog.section("tls")) : null);
    syslog.close();
    return source;
  }
}
