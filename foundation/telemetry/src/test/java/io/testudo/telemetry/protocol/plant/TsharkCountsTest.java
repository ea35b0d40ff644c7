package io.testudo.telemetry.protocol.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.SharedCaptures;
import io.testudo.telemetry.capture.CaptureDecoder;
import io.testudo.telemetry.flow.FlowAssembler;
import io.testudo.telemetry.flow.FlowAssemblerConfig;
import io.testudo.vocabulary.event.Message;
import io.testudo.vocabulary.event.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Messages of plant protocols against those that {@code tshark} finds in the same captures, by the
 * number of each transaction.
 */
class TsharkCountsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"ics-pcaps-iti.zip, 0.99", "ics-modbus-lemay2016.zip, 0.99"})
  void modbusHasTheMessagesThatTsharkFinds(String zip, double least) throws Exception {
    List<String> differences = new ArrayList<>();
    long theirs = 0;
    long both = 0;
    try (FileSystem files = SharedCaptures.open(zip)) {
      for (Path capture : captures(files, "modbus")) {
        Path copy = folder.resolve("capture");
        Files.write(copy, Files.readAllBytes(capture));
        List<String> expected = tshark(copy, "modbus", "mbtcp.trans_id");
        List<String> found = transactions(copy);
        theirs += expected.size();
        List<String> left = new ArrayList<>(expected);
        found.forEach(left::remove);
        both += expected.size() - left.size();
        if (!left.isEmpty() || found.size() != expected.size()) {
          differences.add(capture + ": tshark " + expected.size() + ", ours " + found.size());
        }
      }
    }
    differences.forEach(System.out::println);
    System.out.printf("%s: %d of %d messages of modbus%n", zip, both, theirs);
    assertThat(theirs).isGreaterThan(100);
    assertThat(both).isGreaterThanOrEqualTo((long) Math.ceil(least * theirs));
  }

  /** Those that are named for a protocol. */
  private static List<Path> captures(FileSystem files, String protocol) throws IOException {
    try (var all = Files.walk(files.getPath("/"))) {
      String named = "(?i).*" + protocol + ".*\\.pcap(ng)?";
      return all.filter(p -> p.toString().matches(named)).sorted().toList();
    }
  }

  private static List<String> tshark(Path capture, String filter, String field) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "tshark",
                  "-n",
                  "-r",
                  capture.toString(),
                  "-Y",
                  filter,
                  "-T",
                  "fields",
                  "-e",
                  field)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      Assumptions.abort("skipped: tshark is not installed");
      return List.of();
    }
    List<String> values = new ArrayList<>();
    try (InputStream out = process.getInputStream()) {
      String text = new String(out.readAllBytes(), StandardCharsets.US_ASCII);
      text.lines().filter(line -> !line.isEmpty()).forEach(l -> values.addAll(split(l)));
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return values;
  }

  private static List<String> split(String line) {
    return List.of(line.split(",", -1));
  }

  private static List<String> transactions(Path capture) throws IOException {
    List<String> found = new ArrayList<>();
    FlowAssembler assembler =
        new FlowAssembler(
            FlowAssemblerConfig.defaults(),
            flow -> {},
            message -> {
              if (message.protocol().equals("modbus")) {
                found.add(transaction(message));
              }
            });
    try (InputStream in = Files.newInputStream(capture)) {
      new CaptureDecoder("tshark", "capture", assembler, parked -> {}).decode(in, 0);
    }
    assembler.flush();
    return found;
  }

  private static String transaction(Message message) {
    Value transaction = message.fields().get("tid");
    return transaction == null ? "" : transaction.toString();
  }
}
