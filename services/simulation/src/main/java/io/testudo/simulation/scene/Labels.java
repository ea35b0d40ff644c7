package io.testudo.simulation.scene;

import io.testudo.simulation.Episode;
import io.testudo.simulation.Stage;
import java.util.ArrayList;
import java.util.List;

/** What really happened, written down while it is played. */
public final class Labels {

  private final List<Stage> stages = new ArrayList<>();
  private final List<Stage> undertones = new ArrayList<>();
  private final List<Episode> episodes = new ArrayList<>();

  /** A stage of the intrusion took place. */
  public void stage(Stage stage) {
    stages.add(stage);
  }

  /** The intruder did something between stages. */
  public void undertone(Stage stage) {
    undertones.add(stage);
  }

  /** Something harmless took place that may look otherwise. */
  public void episode(Episode episode) {
    episodes.add(episode);
  }

  /** The stages so far. */
  public List<Stage> stages() {
    return List.copyOf(stages);
  }

  /** What the intruder did between stages. */
  public List<Stage> undertones() {
    return List.copyOf(undertones);
  }

  /** The harmless episodes so far. */
  public List<Episode> episodes() {
    return List.copyOf(episodes);
  }
}
