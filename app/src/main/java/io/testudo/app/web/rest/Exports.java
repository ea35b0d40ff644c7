package io.testudo.app.web.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.testudo.app.house.House;
import io.testudo.app.web.access.account.SignedIn;
import io.testudo.app.web.page.NotThere;
import io.testudo.app.web.search.IncidentExport;
import io.testudo.app.web.search.IncidentSearch;
import io.testudo.ports.SealedFact;
import io.testudo.ports.json.FactJson;
import io.testudo.vocabulary.fact.Fact.ActionTaken.Outcome;
import io.testudo.vocabulary.incident.Incident;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the operator takes away: everything, or one incident; one JSON object a line. */
@RestController
@Tag(name = "Export")
public final class Exports {

  private static final int BATCH = 500;

  private final House house;
  private final IncidentSearch incidents;
  private final IncidentExport export;

  public Exports(House house, IncidentSearch incidents, IncidentExport export) {
    this.house = house;
    this.incidents = incidents;
    this.export = export;
  }

  /** In which form. */
  public enum Form {
    /** As the log seals it. */
    JSON,
    /** As OCSF events. */
    OCSF
  }

  @Operation(
      summary = "Export as one JSON object a line",
      description =
          "JSON gives every fact of the log; OCSF gives every incident with its findings.")
  @GetMapping("/api/v1/export")
  public void all(
      SignedIn who, @RequestParam(defaultValue = "JSON") Form form, HttpServletResponse response)
      throws IOException {
    house.desk().record(who.getName(), "export", "all as " + form, Outcome.DONE);
    Writer out = begin(response, "testudo-" + form.name().toLowerCase(java.util.Locale.ROOT));
    switch (form) {
      case JSON -> facts(out);
      case OCSF -> ocsf(out);
    }
    out.flush();
  }

  private void facts(Writer out) throws IOException {
    long end = house.log().size();
    long after = 0;
    while (after < end) {
      List<SealedFact> batch = house.log().read(after, BATCH);
      for (SealedFact sealed : batch) {
        out.write(FactJson.write(sealed.fact()));
        out.write('\n');
      }
      after = batch.isEmpty() ? end : batch.getLast().sequence();
    }
  }

  private void ocsf(Writer out) throws IOException {
    List<Incident> page;
    int skip = 0;
    do {
      page = house.incidents().list(skip, BATCH);
      for (Incident incident : page) {
        for (String line : export.ocsf(incident)) {
          out.write(line);
          out.write('\n');
        }
      }
      skip += page.size();
    } while (!page.isEmpty());
  }

  /** One incident with its findings, from its page. */
  @GetMapping("/incidents/{id}/export")
  public void one(
      SignedIn who,
      @PathVariable String id,
      @RequestParam(defaultValue = "JSON") Form form,
      HttpServletResponse response)
      throws IOException {
    Incident incident = incidents.byId(id);
    if (incident == null) {
      throw new NotThere("incident");
    }
    house.desk().record(who.getName(), "export", id + " as " + form, Outcome.DONE);
    List<String> lines =
        switch (form) {
          case JSON -> export.json(incident);
          case OCSF -> export.ocsf(incident);
        };
    Writer out = begin(response, incident.id());
    for (String line : lines) {
      out.write(line);
      out.write('\n');
    }
    out.flush();
  }

  private static Writer begin(HttpServletResponse response, String name) throws IOException {
    response.setContentType("application/x-ndjson");
    response.setHeader(
        "Content-Disposition",
        "attachment; filename=\"" + name.replaceAll("[^A-Za-z0-9._-]", "_") + ".ndjson\"");
    return new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
  }
}
