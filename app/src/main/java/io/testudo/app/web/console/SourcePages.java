package io.testudo.app.web.console;

import io.testudo.app.house.House;
import io.testudo.app.ingest.SourceStatus;
import io.testudo.app.web.page.Frame;
import io.testudo.app.web.page.NotThere;
import io.testudo.app.web.page.Pages;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** How the sources are doing, and what one of them could not understand. */
@RestController
public final class SourcePages {

  private final House house;
  private final Pages pages;

  public SourcePages(House house, Pages pages) {
    this.house = house;
    this.pages = pages;
  }

  /** All sources, or for a script of the page the table alone. */
  @GetMapping("/sources")
  public ResponseEntity<byte[]> list(HttpServletRequest request) {
    ListPage page =
        new ListPage(pages.frame(request, "Sources", Frame.Section.SOURCES), house.sources().all());
    return pages.show(Pages.isPart(request) ? "sourceList" : "sources", page);
  }

  /** One source with the records that it set aside. */
  @GetMapping("/sources/{name}")
  public ResponseEntity<byte[]> one(HttpServletRequest request, @PathVariable String name) {
    SourceStatus source = house.sources().find(name);
    if (source == null) {
      throw new NotThere("source");
    }
    return pages.show(
        "source", new OnePage(pages.frame(request, source.name(), Frame.Section.SOURCES), source));
  }

  /**
   * All sources.
   *
   * @param frame around them
   * @param sources in the order of the configuration
   */
  public record ListPage(Frame frame, List<SourceStatus> sources) {

    /** Events of all sources a second. */
    public double eventsPerSecond() {
      return sources.stream().mapToDouble(SourceStatus::eventsPerSecond).sum();
    }

    /** Events of all sources. */
    public long events() {
      return sources.stream().mapToLong(SourceStatus::events).sum();
    }

    /** Records that all sources set aside. */
    public long parked() {
      return sources.stream().mapToLong(SourceStatus::parked).sum();
    }
  }

  /**
   * One source.
   *
   * @param frame around it
   * @param source how it is doing
   */
  public record OnePage(Frame frame, SourceStatus source) {}

  /** Points of a line over these rates in a box of 100 by 30, for an SVG polyline. */
  public static String line(List<Double> rates) {
    double most = rates.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    double scale = most <= 0 ? 0 : 27 / most;
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < rates.size(); i++) {
      double x = rates.size() < 2 ? 0 : 100.0 * i / (rates.size() - 1);
      double y = 28.5 - scale * rates.get(i);
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
    }
    return points.toString().strip();
  }
}
