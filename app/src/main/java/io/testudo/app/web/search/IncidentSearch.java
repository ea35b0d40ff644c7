package io.testudo.app.web.search;

import io.testudo.app.house.IncidentShelf;
import io.testudo.ports.EventLog;
import io.testudo.ports.EventLog.Document;
import io.testudo.ports.json.FactJson;
import io.testudo.vocabulary.incident.Incident;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds incidents on their shelf, the most urgent first; looks at a bounded number of them. */
public final class IncidentSearch {

  private static final int PAGE = 200;
  private static final int MOST_LOOKED_AT = 10_000;

  private final EventLog log;

  public IncidentSearch(EventLog log) {
    this.log = log;
  }

  /** The incidents of this query. */
  public Found find(IncidentQuery query) {
    List<Incident> found = new ArrayList<>();
    int passed = 0;
    for (int skip = 0; skip < MOST_LOOKED_AT; skip += PAGE) {
      List<Document> page = log.documents(IncidentShelf.SHELF, skip, PAGE);
      for (Document document : page) {
        Incident incident = FactJson.readIncident(document.json());
        if (!query.matches(incident)) {
          continue;
        }
        if (passed < query.skip()) {
          passed++;
        } else if (found.size() == query.limit()) {
          return new Found(found, Rest.MORE);
        } else {
          found.add(incident);
        }
      }
      boolean onlyClosedFollow =
          query.standing() == IncidentQuery.Standing.OPEN
              && !page.isEmpty()
              && page.getLast().rank() < 0;
      if (page.size() < PAGE || onlyClosedFollow) {
        break;
      }
    }
    return new Found(found, Rest.NONE);
  }

  /** The incident with this id, or null. */
  public @Nullable Incident byId(String id) {
    if (id.isEmpty() || id.length() > 512) {
      return null;
    }
    Document document = log.document(IncidentShelf.SHELF, id);
    return document == null ? null : FactJson.readIncident(document.json());
  }

  /** The incident that has this finding as a member, or null if none is found. */
  public @Nullable Incident holding(String findingId) {
    String quoted = "\"" + findingId + "\"";
    for (int skip = 0; skip < MOST_LOOKED_AT; skip += PAGE) {
      List<Document> page = log.documents(IncidentShelf.SHELF, skip, PAGE);
      for (Document document : page) {
        Incident incident =
            document.json().contains(quoted) ? FactJson.readIncident(document.json()) : null;
        if (incident != null
            && incident.status() != Incident.Status.MERGED
            && incident.members().stream().anyMatch(m -> m.findingId().equals(findingId))) {
          return incident;
        }
      }
      if (page.size() < PAGE) {
        break;
      }
    }
    return null;
  }

  /**
   * A page of incidents.
   *
   * @param incidents the page
   * @param rest whether more follow
   */
  public record Found(List<Incident> incidents, Rest rest) {
    public Found {
      incidents = List.copyOf(incidents);
    }
  }

  /** Whether more follow. */
  public enum Rest {
    NONE,
    MORE
  }
}
