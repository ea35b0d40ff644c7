package io.testudo.simulation.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.testudo.simulation.Campaign;
import io.testudo.simulation.Simulation;
import io.testudo.simulation.SimulationConfig;
import io.testudo.simulation.SimulationConfig.Plot;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at a capture with Wireshark's eyes. */
class CaptureTest {

  @TempDir Path folder;

  @Test
  void wiresharkFindsNothingWrongWithTheCapture() throws IOException, InterruptedException {
    assumeThat(onPath("tshark")).as("tshark is installed").isTrue();
    Campaign campaign =
        new Simulation(
                new SimulationConfig(
                    5,
                    Instant.parse("2026-03-03T08:00:00Z"),
                    Duration.ofHours(1),
                    25,
                    Plot.INTRUSION))
            .writeTo(folder);
    String capture = folder.resolve("telemetry/edge.pcap").toString();

    List<String> summary =
        tshark(
            "-r",
            capture,
            "-T",
            "fields",
            "-E",
            "separator=;",
            "-e",
            "ip.checksum.status",
            "-e",
            "tcp.checksum.status",
            "-e",
            "udp.checksum.status",
            "-e",
            "_ws.malformed",
            "-e",
            "tcp.analysis.lost_segment",
            "-e",
            "tcp.analysis.ack_lost_segment",
            "-e",
            "tcp.analysis.out_of_order",
            "-e",
            "tcp.analysis.retransmission",
            "-o",
            "ip.check_checksum:TRUE",
            "-o",
            "tcp.check_checksum:TRUE",
            "-o",
            "udp.check_checksum:TRUE");

    assertThat(summary).hasSize((int) campaign.packets());
    int retransmissions = 0;
    for (String line : summary) {
      List<String> fields = Arrays.asList((line + " ").split(";", -1));
      // 1 is good, 2 not checked (the packet was cut); 0 would be bad.
      assertThat(fields.subList(0, 3)).as(line).doesNotContain("0");
      assertThat(String.join("", fields.subList(3, 7)).strip()).as(line).isEmpty();
      retransmissions += fields.get(7).isBlank() ? 0 : 1;
    }
    assertThat(retransmissions).isLessThan(summary.size() / 200);
  }

  private List<String> tshark(String... arguments) throws IOException, InterruptedException {
    Path output = folder.resolve("tshark.txt");
    List<String> command = new ArrayList<>(List.of("tshark"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
    return Files.readAllLines(output, StandardCharsets.UTF_8);
  }

  private static boolean onPath(String program) {
    String path = System.getenv("PATH");
    return path != null
        && Arrays.stream(path.split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
