package io.testudo.app.house;

import io.testudo.ports.EventLog;
import io.testudo.ports.EventLog.Document;
import io.testudo.ports.json.FactJson;
import io.testudo.vocabulary.incident.Incident;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The incidents as they now stand, as documents of the log, the most urgent first. */
public final class IncidentShelf {

  /** The shelf that holds them; the key is the incident's id. */
  public static final String SHELF = "incident";

  private static final double CLOSED_BELOW_ALL = -200;

  private final EventLog log;

  IncidentShelf(EventLog log) {
    this.log = log;
  }

  /** The incident with this id as it now stands, or null. */
  public @Nullable Incident find(String id) {
    Document document = log.document(SHELF, id);
    return document == null ? null : FactJson.readIncident(document.json());
  }

  /**
   * Incidents, open ones first, by score.
   *
   * @param skip how many to pass over
   * @param limit the most to return
   */
  public List<Incident> list(int skip, int limit) {
    return log.documents(SHELF, skip, limit).stream()
        .map(document -> FactJson.readIncident(document.json()))
        .toList();
  }

  /** How many there are, whatever their status. */
  public long count() {
    return log.countDocuments(SHELF);
  }

  /** All of those that wait for a person or are worked on. */
  List<Incident> allOpen() {
    List<Incident> open = new ArrayList<>();
    List<Incident> page;
    int skip = 0;
    do {
      page = list(skip, 500);
      page.stream().filter(IncidentShelf::isOpen).forEach(open::add);
      skip += page.size();
    } while (!page.isEmpty() && isOpen(page.getLast()));
    return open;
  }

  static boolean isOpen(Incident incident) {
    return switch (incident.status()) {
      case OPEN, ACKNOWLEDGED -> true;
      case CLOSED, MERGED -> false;
    };
  }

  static Document document(Incident incident) {
    double rank = isOpen(incident) ? incident.score() : incident.score() + CLOSED_BELOW_ALL;
    return new Document(SHELF, incident.id(), rank, FactJson.write(incident));
  }
}
