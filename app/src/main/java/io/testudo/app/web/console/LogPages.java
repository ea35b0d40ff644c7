package io.testudo.app.web.console;

import io.testudo.app.house.House;
import io.testudo.app.web.access.account.SignedIn;
import io.testudo.app.web.page.Frame;
import io.testudo.app.web.page.NotThere;
import io.testudo.app.web.page.Pages;
import io.testudo.app.web.search.FactKind;
import io.testudo.app.web.story.RawText;
import io.testudo.ports.FactProof;
import io.testudo.ports.LogVerification;
import io.testudo.ports.SealedFact;
import io.testudo.ports.json.FactJson;
import io.testudo.transparency.TreeHead;
import io.testudo.vocabulary.fact.Fact;
import io.testudo.vocabulary.fact.Fact.ActionTaken.Outcome;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The event log: its latest facts, one of them with its proof, and its verification. */
@RestController
public final class LogPages {

  private static final int PAGE = 50;
  private static final int FEWEST_DAYS_KEPT = 1;
  private static final int MOST_DAYS_KEPT = 3650;

  private final House house;
  private final Pages pages;

  public LogPages(House house, Pages pages) {
    this.house = house;
    this.pages = pages;
  }

  /** The latest facts, or for a script of the page the table alone. */
  @GetMapping("/log")
  public ResponseEntity<byte[]> list(
      HttpServletRequest request,
      @RequestParam(defaultValue = "") String kind,
      @RequestParam(defaultValue = "0") long before) {
    long cursor = before <= 0 ? Long.MAX_VALUE : before;
    FactKind chosen = FactKind.ofWord(kind);
    List<SealedFact> facts = FactKind.latest(house.log(), chosen, cursor, PAGE);
    long next = facts.size() < PAGE ? 0 : facts.getLast().sequence();
    ListPage page =
        new ListPage(
            pages.frame(request, "Event log", Frame.Section.LOG),
            facts,
            house.log().head(),
            chosen,
            Math.max(0, before),
            next <= 1 ? 0 : next);
    return pages.show(Pages.isPart(request) ? "factList" : "log", page);
  }

  /** One fact with its seal and proof. */
  @GetMapping("/log/{sequence}")
  public ResponseEntity<byte[]> one(HttpServletRequest request, @PathVariable long sequence) {
    FactProof proof = sequence < 1 ? null : house.log().prove(sequence);
    if (proof == null) {
      throw new NotThere("fact");
    }
    SealedFact sealed =
        house.log().read(sequence - 1, 1).stream()
            .filter(found -> found.sequence() == sequence)
            .findFirst()
            .orElse(null);
    return pages.show(
        "fact",
        new OnePage(
            pages.frame(request, "Fact " + sequence, Frame.Section.LOG),
            proof,
            sealed == null ? "" : RawText.indented(FactJson.write(sealed.fact())),
            sealed == null ? proof.holds() : proof.holdsFor(sealed.fact())));
  }

  /** Whoever comes here by its address, as after a reload, is led to the button. */
  @GetMapping("/log/verification")
  public ResponseEntity<byte[]> verification() {
    return Pages.goTo("/log");
  }

  /** Has the whole log verified. */
  @PostMapping("/log/verification")
  public ResponseEntity<byte[]> verify(HttpServletRequest request, SignedIn who) {
    long began = System.nanoTime();
    LogVerification result = house.log().verify();
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    Outcome outcome =
        switch (result) {
          case LogVerification.Intact intact -> Outcome.DONE;
          case LogVerification.Damaged damaged -> Outcome.FAILED;
        };
    house.desk().record(who.getName(), "verify log", "", outcome);
    return pages.show(
        "verification",
        new VerificationPage(
            pages.frame(request, "Verification", Frame.Section.LOG), result, took));
  }

  /** Deletes the payload of facts that are older than this many days; their seals stay. */
  @PostMapping("/log/deletion")
  public ResponseEntity<byte[]> delete(SignedIn who, @RequestParam int days) {
    if (days < FEWEST_DAYS_KEPT || days > MOST_DAYS_KEPT) {
      throw new IllegalArgumentException("days (" + days + ") must be in 1..3650");
    }
    Instant before = house.clock().instant().minus(Duration.ofDays(days));
    house.desk().forget(before, who.getName());
    return Pages.goTo("/log");
  }

  /** One line that says what a fact states. */
  public static String line(Fact fact) {
    return switch (fact) {
      case Fact.FindingRaised raised -> raised.finding().title();
      case Fact.FindingRepeated repeated ->
          repeated.findingId() + " happened " + repeated.count() + " times";
      case Fact.IncidentChanged changed ->
          changed.incident().title() + ", revision " + changed.incident().revision();
      case Fact.IncidentAcknowledged taken -> taken.user() + " took on " + taken.incidentId();
      case Fact.VerdictGiven verdict ->
          verdict.user() + " judged " + verdict.incidentId() + " as " + verdict.verdict();
      case Fact.IdentityLearned learned ->
          learned.identity().owner().name()
              + " had "
              + learned.identity().address().name()
              + ", says "
              + learned.identity().source().words();
      case Fact.RuleMatched matched ->
          matched.evidence().summary() + ", " + matched.evidence().origin() + ": " + matched.rule();
      case Fact.ItemRead read ->
          read.source()
              + " read "
              + read.item()
              + ": "
              + read.events()
              + " events of "
              + read.records()
              + " records, "
              + read.parked()
              + " set aside";
      case Fact.ActionTaken action ->
          action.user()
              + ": "
              + action.action()
              + (action.subject().isEmpty() ? "" : " (" + action.subject() + ")")
              + (action.outcome() == Outcome.DONE ? "" : " " + action.outcome());
    };
  }

  /**
   * Facts.
   *
   * @param frame around them
   * @param facts this page of them, the newest first
   * @param head the log's size and root
   * @param kind filter
   * @param before where this page begins, 0 for the newest
   * @param next where the next page begins, 0 if there is none
   */
  public record ListPage(
      Frame frame, List<SealedFact> facts, TreeHead head, FactKind kind, long before, long next) {}

  /**
   * One fact.
   *
   * @param frame around it
   * @param proof its seal, and the way from there to the log's root
   * @param json the fact; empty if it was deleted
   * @param holds whether the proof holds
   */
  public record OnePage(Frame frame, FactProof proof, String json, boolean holds) {}

  /**
   * What a verification found.
   *
   * @param frame around it
   * @param result what it found
   * @param took how long it took
   */
  public record VerificationPage(Frame frame, LogVerification result, Duration took) {

    /** The damages, or none. */
    public List<LogVerification.Damage> damages() {
      return switch (result) {
        case LogVerification.Intact intact -> List.of();
        case LogVerification.Damaged damaged -> damaged.damages();
      };
    }

    /** What was found intact, or null. */
    public LogVerification.@Nullable Intact intact() {
      return switch (result) {
        case LogVerification.Intact intact -> intact;
        case LogVerification.Damaged damaged -> null;
      };
    }
  }
}
