package io.testudo.telemetry.protocol.plant.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.SharedCaptures;
import io.testudo.telemetry.capture.CaptureDecoder;
import io.testudo.telemetry.flow.FlowAssembler;
import io.testudo.telemetry.flow.FlowAssemblerConfig;
import io.testudo.vocabulary.event.Fields;
import io.testudo.vocabulary.event.Message;
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
 * Messages of Modbus against those that {@code tshark} finds in the same captures, by transaction,
 * unit and function.
 */
class TsharkCountsTest {

  private static final List<String> FIELDS =
      List.of("mbtcp.trans_id", "mbtcp.unit_id", "modbus.func_code");

  private static final String UNKNOWN = "unknown-";

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
        List<String> expected = tshark(copy);
        List<String> found = ours(copy);
        theirs += expected.size();
        List<String> left = new ArrayList<>(expected);
        found.forEach(left::remove);
        both += expected.size() - left.size();
        if (!left.isEmpty() || found.size() != expected.size()) {
          differences.add(
              capture
                  + ": tshark "
                  + expected.size()
                  + ", ours "
                  + found.size()
                  + ", not ours "
                  + left);
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

  private static List<String> tshark(Path capture) throws Exception {
    List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString()));
    command.addAll(List.of("-Y", "modbus", "-T", "fields"));
    FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      Assumptions.abort("skipped: tshark is not installed");
      return List.of();
    }
    List<String> messages = new ArrayList<>();
    try (InputStream out = process.getInputStream()) {
      String text = new String(out.readAllBytes(), StandardCharsets.US_ASCII);
      text.lines().forEach(line -> messages.addAll(ofFrame(line.split("\t", -1))));
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return messages;
  }

  /** The messages of one frame, whose fields have as many values as there are messages. */
  private static List<String> ofFrame(String[] fields) {
    String[] transactions = fields[0].split(",", -1);
    String[] units = fields[1].split(",", -1);
    String[] functions = fields[2].split(",", -1);
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < transactions.length; i++) {
      String function = i < functions.length ? functions[i] : "";
      String name = function.isEmpty() ? "" : ModbusNames.function(Integer.parseInt(function));
      messages.add(transactions[i] + " " + units[Math.min(i, units.length - 1)] + " " + name);
    }
    return messages;
  }

  private static List<String> ours(Path capture) throws IOException {
    List<String> found = new ArrayList<>();
    FlowAssembler assembler =
        new FlowAssembler(
            FlowAssemblerConfig.defaults(),
            flow -> {},
            message -> {
              if (message.protocol().equals("modbus")) {
                found.add(text(message));
              }
            });
    try (InputStream in = Files.newInputStream(capture)) {
      new CaptureDecoder("tshark", "capture", assembler, parked -> {}).decode(in, 0);
    }
    assembler.flush();
    return found;
  }

  private static String text(Message message) {
    Fields fields = message.fields();
    String function = String.valueOf(fields.get("func")).replaceFirst("_EXCEPTION$", "");
    if (function.startsWith(UNKNOWN)) {
      // Zeek's name of an unknown function keeps the bit of a refusal, tshark's number does not.
      function = UNKNOWN + (Integer.parseInt(function.substring(UNKNOWN.length())) & 0x7F);
    }
    return fields.get("tid") + " " + fields.get("unit") + " " + function;
  }
}
