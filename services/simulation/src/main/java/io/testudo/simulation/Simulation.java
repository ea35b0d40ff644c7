package io.testudo.simulation;

import io.testudo.simulation.attack.Intrusion;
import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.day.Day;
import io.testudo.simulation.office.Office;
import io.testudo.simulation.scene.Scene;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * Makes labelled campaigns: an office's hours as its sensors record them, and the truth about them.
 *
 * <p>Chance comes from the configured seed alone, one independent stream for each actor, and time
 * from the configured start: the same configuration gives the same bytes. Memory: the whole
 * campaign, about 150 MB for two hours. Safe for use by several threads.
 */
public final class Simulation {

  /** The folder, within a campaign's, of all that a defence may see. */
  public static final String TELEMETRY = "telemetry";

  /** The file, within a campaign's folder, that holds the truth. */
  public static final String TRUTH = "campaign.json";

  private final SimulationConfig config;

  /** A simulation of the campaign that {@code config} names. */
  public Simulation(SimulationConfig config) {
    this.config = config;
  }

  /**
   * Writes the campaign to {@code folder}: what the sensors recorded as {@code
   * telemetry/edge.pcap}, {@code telemetry/zeek/*.log}, {@code telemetry/windows/*.json} and {@code
   * telemetry/syslog.log}, and apart from it the truth as {@code campaign.json}.
   *
   * @param folder is made if need be; what it holds under these names is overwritten
   * @return the truth
   * @throws IOException if the folder cannot be written to
   */
  public Campaign writeTo(Path folder) throws IOException {
    Chance chance = Chance.of(config.seed());
    Office office = new Office(chance.stream("office"), config.hosts());
    Scene scene = new Scene(office, config.start(), config.duration(), chance.stream("scene"));
    Day.play(scene, chance.stream("day"));
    String title =
        switch (config.plot()) {
          case INTRUSION -> Intrusion.play(scene, chance.stream("intrusion"));
          case QUIET -> "Nothing but an office's hours";
        };
    scene.close(chance.stream("close"));
    scene.write(folder.resolve(TELEMETRY));
    Campaign campaign =
        new Campaign(
            config.seed(),
            title,
            scene.start(),
            scene.end(),
            scene.packets(),
            scene.lines(),
            scene.labels().stages().stream().sorted(Comparator.comparing(Stage::start)).toList(),
            scene.labels().undertones(),
            scene.labels().episodes());
    campaign.write(folder.resolve(TRUTH));
    return campaign;
  }
}
