package io.testudo.app.web.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.testudo.app.house.House;
import io.testudo.app.web.access.account.SignedIn;
import io.testudo.app.web.search.FactKind;
import io.testudo.ports.LogVerification;
import io.testudo.ports.SealedFact;
import io.testudo.ports.json.FactJson;
import io.testudo.transparency.TreeHead;
import io.testudo.vocabulary.fact.Fact.ActionTaken.Outcome;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The event log: head, facts, verification, deletion. */
@RestController
@RequestMapping("/api/v1/log")
@Tag(name = "Event log")
public final class LogResources {

  private static final int MOST = 200;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final House house;

  public LogResources(House house) {
    this.house = house;
  }

  @Operation(summary = "Size and root of the log's tree")
  @GetMapping("/head")
  public Head head() {
    return Head.of(house.log().head());
  }

  @Operation(summary = "Facts, the newest first")
  @GetMapping("/facts")
  public FactSlice facts(
      @RequestParam(defaultValue = "") String kind,
      @RequestParam(defaultValue = "0") long before,
      @RequestParam(defaultValue = "50") int limit) {
    int most = Limits.within(limit, MOST);
    List<SealedFact> found =
        FactKind.latest(
            house.log(), FactKind.ofWord(kind), before <= 0 ? Long.MAX_VALUE : before, most);
    long last = found.size() < most ? 0 : found.getLast().sequence();
    return new FactSlice(found.stream().map(PlacedFact::of).toList(), last <= 1 ? 0 : last);
  }

  @Operation(summary = "Verify the whole log against its tree and every head it signed")
  @PostMapping("/verify")
  public Verification verify(SignedIn who) {
    LogVerification result = house.log().verify();
    return switch (result) {
      case LogVerification.Intact intact -> {
        house.desk().record(who.getName(), "verify log", "", Outcome.DONE);
        yield new Verification(
            Finding.INTACT, Head.of(intact.head()), intact.forgotten(), List.of());
      }
      case LogVerification.Damaged damaged -> {
        house.desk().record(who.getName(), "verify log", "", Outcome.FAILED);
        yield new Verification(Finding.DAMAGED, Head.of(house.log().head()), 0, damaged.damages());
      }
    };
  }

  @Operation(summary = "Delete the content of facts sealed before a moment; their seals stay")
  @DeleteMapping("/facts")
  public Deletion delete(SignedIn who, @RequestParam Instant before) {
    return new Deletion(house.desk().forget(before, who.getName()));
  }

  /**
   * The tree's head.
   *
   * @param size how many facts it covers
   * @param root SHA-256, hexadecimal
   * @param time when it was so
   */
  public record Head(long size, String root, Instant time) {
    static Head of(TreeHead head) {
      return new Head(head.size(), head.root().toString(), head.time());
    }
  }

  /**
   * Facts.
   *
   * @param items the facts
   * @param next the value of {@code before} that gives the next ones, 0 if there are none
   */
  public record FactSlice(List<PlacedFact> items, long next) {}

  /**
   * A fact in its place.
   *
   * @param sequence its place in the log
   * @param sealedAt when the log took it
   * @param fact its JSON as the log seals it
   */
  public record PlacedFact(
      long sequence, Instant sealedAt, @Schema(type = "object") JsonNode fact) {
    static PlacedFact of(SealedFact sealed) {
      return new PlacedFact(
          sealed.sequence(), sealed.sealedAt(), JSON.readTree(FactJson.write(sealed.fact())));
    }
  }

  /** What a verification found. */
  public enum Finding {
    INTACT,
    DAMAGED
  }

  /**
   * Outcome of a verification.
   *
   * @param finding what was found
   * @param head size and root
   * @param forgotten how many facts have only their seal left
   * @param damages what was changed from outside
   */
  public record Verification(
      Finding finding, Head head, long forgotten, List<LogVerification.Damage> damages) {}

  /**
   * Outcome of a deletion.
   *
   * @param forgotten how many facts lost their content
   */
  public record Deletion(long forgotten) {}
}
