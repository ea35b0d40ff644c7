package io.testudo.telemetry.netflow;

import io.testudo.telemetry.SharedData;
import io.testudo.telemetry.capture.CaptureWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The datagrams of real exporters that lie in the shared folder, told apart by file name. */
final class ExportSamples {

  /** What in a file's name tells what of an exporter's it holds. */
  private static final Pattern PART =
      Pattern.compile("_?(tpls?_option_tpl|opttpl|tpldata|tplopt|tpl|data)[0-9_x-]*.*$");

  private ExportSamples() {}

  /** The files by exporter, those that define templates first. */
  static Map<String, List<byte[]>> byExporter() {
    Map<String, Map<String, byte[]>> files = new TreeMap<>();
    try (ZipFile zip = new ZipFile(SharedData.file("netflow.zip").toFile())) {
      for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
        String name = entry.getName().replaceAll("\\.dat$", "");
        Matcher part = PART.matcher(name);
        String exporter = part.find() ? name.substring(0, part.start()) : name;
        files
            .computeIfAbsent(
                exporter,
                key ->
                    new TreeMap<>(
                        Comparator.comparing((String file) -> !file.contains("tpl"))
                            .thenComparing(file -> file)))
            .put(name, zip.getInputStream(entry).readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, List<byte[]>> exporters = new LinkedHashMap<>();
    files.forEach((name, parts) -> exporters.put(name, List.copyOf(parts.values())));
    return exporters;
  }

  /** The datagrams that follow one another in a file. */
  static List<byte[]> datagrams(byte[] file) {
    List<byte[]> datagrams = new ArrayList<>();
    Datagrams records = new Datagrams(new ByteArrayInputStream(file));
    try {
      while (records.next()) {
        datagrams.add(
            Arrays.copyOfRange(
                records.buffer(), records.from(), records.from() + records.length()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return datagrams;
  }

  /** All datagrams of all exporters. */
  static List<byte[]> all() {
    List<byte[]> all = new ArrayList<>();
    byExporter().values().forEach(files -> files.forEach(file -> all.addAll(datagrams(file))));
    return all;
  }

  /** An Ethernet frame with a datagram from exporter number {@code exporter} to a collector. */
  static byte[] frame(int exporter, byte[] datagram) {
    ByteBuffer frame = ByteBuffer.allocate(42 + datagram.length);
    frame.putLong(0).putInt(0).putShort((short) 0x0800);
    frame.putShort((short) 0x4500).putShort((short) (28 + datagram.length)).putInt(0);
    frame.putInt(0x4011_0000).putInt(0x0A01_0000 + exporter).putInt(0x0A02_0001);
    frame.putShort((short) 4000).putShort((short) 2055);
    frame.putShort((short) (8 + datagram.length)).putShort((short) 0);
    frame.put(datagram);
    return frame.array();
  }

  /** A capture of all datagrams, each exporter with an address of its own. */
  static byte[] capture(Map<String, List<byte[]>> exporters) {
    List<CaptureWriter.Timed> packets = new ArrayList<>();
    int exporter = 0;
    for (List<byte[]> files : exporters.values()) {
      exporter++;
      for (byte[] file : files) {
        for (byte[] datagram : datagrams(file)) {
          packets.add(
              new CaptureWriter.Timed(
                  1_600_000_000_000_000_000L + packets.size() * 1_000_000_000L,
                  frame(exporter, datagram)));
        }
      }
    }
    return CaptureWriter.pcap(packets);
  }
}
