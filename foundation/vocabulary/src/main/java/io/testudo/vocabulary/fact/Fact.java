package io.testudo.vocabulary.fact;

import io.testudo.vocabulary.entity.Identity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.finding.Evidence;
import io.testudo.vocabulary.finding.Finding;
import io.testudo.vocabulary.finding.ShortDigest;
import io.testudo.vocabulary.incident.Incident;
import io.testudo.vocabulary.incident.Verdict;
import java.time.Instant;
import java.util.List;

/** Something that was found, decided or done, and is never changed afterwards. */
public sealed interface Fact {

  /** Identifier: a log holds each once, so that saying it again changes nothing. */
  String id();

  /** When it came to be, by the events' clock where it is about events. */
  Instant time();

  /** A detector raised a finding. */
  record FindingRaised(Finding finding) implements Fact {
    @Override
    public String id() {
      return finding.id();
    }

    @Override
    public Instant time() {
      return finding.last();
    }
  }

  /**
   * What a finding said happened again within its window.
   *
   * @param findingId the finding
   * @param count how often it happened in the window, the first time included; at least 2
   * @param last the last time
   */
  record FindingRepeated(String findingId, long count, Instant last) implements Fact {
    public FindingRepeated {
      if (count < 2) {
        throw new IllegalArgumentException(
            "count (" + count + ") of repeated finding " + findingId + " must be at least 2");
      }
    }

    @Override
    public String id() {
      return findingId + "/repeated";
    }

    @Override
    public Instant time() {
      return last;
    }
  }

  /** An incident was opened, grew, was merged, or changed its status: this is how it now stands. */
  record IncidentChanged(Incident incident) implements Fact {
    @Override
    public String id() {
      return incident.id() + "/" + incident.revision();
    }

    @Override
    public Instant time() {
      return incident.last();
    }
  }

  /**
   * A person took an incident on.
   *
   * @param incidentId the incident
   * @param user who works on it
   * @param time when
   */
  record IncidentAcknowledged(String incidentId, String user, Instant time) implements Fact {
    @Override
    public String id() {
      return incidentId + "/acknowledged/" + time;
    }
  }

  /**
   * A person judged an incident, which closes it.
   *
   * @param incidentId the incident
   * @param verdict the judgement
   * @param user who judged
   * @param comment in the person's words; may be empty
   * @param time when
   */
  record VerdictGiven(String incidentId, Verdict verdict, String user, String comment, Instant time)
      implements Fact {
    @Override
    public String id() {
      return incidentId + "/verdict/" + time;
    }
  }

  /** A record told whose an address was. */
  record IdentityLearned(Identity identity) implements Fact {
    @Override
    public String id() {
      return "identity/"
          + identity.address().name()
          + "/"
          + identity.owner().key()
          + "/"
          + identity.source()
          + "/"
          + identity.since();
    }

    @Override
    public Instant time() {
      return identity.since();
    }
  }

  /**
   * A rule held for a record, which correlations of records of all sources look at.
   *
   * @param rule the rule's id
   * @param values what correlations group by and look at, as far as the record has it
   * @param involved who and what the record speaks of
   * @param evidence the record
   */
  record RuleMatched(
      String rule, List<NamedValue> values, List<Involvement> involved, Evidence evidence)
      implements Fact {

    /** The value of a field, under the rule's name of it. */
    public record NamedValue(String field, String value) {}

    public RuleMatched {
      values = List.copyOf(values);
      involved = List.copyOf(involved);
    }

    @Override
    public String id() {
      Origin origin = evidence.origin();
      return "m-"
          + ShortDigest.of(rule, origin.source(), origin.item(), Long.toString(origin.record()));
    }

    @Override
    public Instant time() {
      return evidence.time();
    }
  }

  /**
   * A source was read to the end of an item.
   *
   * @param source the source
   * @param item the file or stream
   * @param records records read of the item in all, also before it grew
   * @param events events made in this reading
   * @param parked records set aside in this reading
   * @param time when the reading ended
   */
  record ItemRead(String source, String item, long records, long events, long parked, Instant time)
      implements Fact {
    @Override
    public String id() {
      return "item/" + source + "/" + item + "/" + records;
    }
  }

  /**
   * A person or a program did something that must be accounted for.
   *
   * @param user who, or {@code system}
   * @param action what, as verb and object, for instance {@code log in}
   * @param subject to what; may be empty
   * @param outcome how it ended
   * @param time when
   * @param nonce tells two acts of the same instant apart
   */
  record ActionTaken(
      String user, String action, String subject, Outcome outcome, Instant time, String nonce)
      implements Fact {

    /** How an action ended. */
    public enum Outcome {
      DONE,
      REFUSED,
      FAILED
    }

    @Override
    public String id() {
      return "action/" + time + "/" + nonce;
    }
  }
}
