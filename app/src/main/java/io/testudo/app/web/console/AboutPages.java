package io.testudo.app.web.console;

import io.testudo.app.house.House;
import io.testudo.app.house.IncidentShelf;
import io.testudo.app.web.page.Frame;
import io.testudo.app.web.page.Listening;
import io.testudo.app.web.page.Pages;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Which program this is, how long it has been up and what room it has. */
@RestController
public final class AboutPages {

  private final House house;
  private final Listening listening;
  private final Pages pages;
  private final Instant started;

  public AboutPages(House house, Listening listening, Pages pages) {
    this.house = house;
    this.listening = listening;
    this.pages = pages;
    this.started = house.clock().instant();
  }

  /** The page. */
  @GetMapping("/about")
  public ResponseEntity<byte[]> about(HttpServletRequest request) {
    Runtime runtime = Runtime.getRuntime();
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("Java", Runtime.version() + ", " + System.getProperty("java.vm.name", "")));
    lines.add(
        new Line(
            "Machine",
            System.getProperty("os.name", "")
                + ", "
                + System.getProperty("os.arch", "")
                + ", "
                + runtime.availableProcessors()
                + " processors"));
    lines.add(new Line("Listens on", listening.address()));
    return pages.show(
        "about",
        new AboutPage(
            pages.frame(request, "About", Frame.Section.ABOUT),
            started,
            Duration.between(started, house.clock().instant()),
            house.log().size(),
            house.log().countDocuments(IncidentShelf.SHELF),
            house.rules().loaded().size(),
            runtime.totalMemory() - runtime.freeMemory(),
            runtime.maxMemory(),
            freeBytes(),
            lines));
  }

  private long freeBytes() {
    try {
      FileStore store = Files.getFileStore(listening.dataFolder());
      return store.getUsableSpace();
    } catch (IOException e) {
      return -1;
    }
  }

  /**
   * A name with its value.
   *
   * @param name what
   * @param value how much or which
   */
  public record Line(String name, String value) {}

  /**
   * About the program.
   *
   * @param frame around it
   * @param started when
   * @param up for how long
   * @param facts in the log
   * @param incidents on the shelf
   * @param rules loaded
   * @param heapBytes used
   * @param heapMostBytes that may be used
   * @param freeBytes where the data are, or −1 where unknown
   * @param lines more about program and machine
   */
  public record AboutPage(
      Frame frame,
      Instant started,
      Duration up,
      long facts,
      long incidents,
      int rules,
      long heapBytes,
      long heapMostBytes,
      long freeBytes,
      List<Line> lines) {}
}
