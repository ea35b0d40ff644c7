package io.testudo.app.web.access.account;

import io.testudo.ports.EventLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a program shows to use REST, as the log's shelf {@value #SHELF} holds it: never the secret
 * itself.
 *
 * @param v version of this form
 * @param id the part of the token that names it
 * @param label what it is for, in its owner's words
 * @param owner the account that made it; it ends with the account
 * @param role what it may do, never more than its owner
 * @param secretDigest SHA-256 of the secret part, hexadecimal; the secret has 256 random bits, so
 *     that a fast digest suffices
 * @param created when it was made
 * @param expires from when on it no longer holds
 */
public record AccessToken(
    int v,
    String id,
    String label,
    String owner,
    Role role,
    String secretDigest,
    Instant created,
    Instant expires) {

  /** The shelf of tokens; the key is the id. */
  public static final String SHELF = "token";

  static final int VERSION = 1;
  private static final int PAGE = 1000;
  static final int MOST_LABEL_CHARACTERS = 60;

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  public AccessToken {
    if (v != VERSION) {
      throw new IllegalArgumentException(
          "version (" + v + ") of token " + id + " must be " + VERSION);
    }
    if (label.isBlank() || label.length() > MOST_LABEL_CHARACTERS) {
      throw new IllegalArgumentException(
          "The label of a token must have 1 to " + MOST_LABEL_CHARACTERS + " characters.");
    }
  }

  /** All tokens that there are, those that expired included. */
  static List<AccessToken> on(EventLog log) {
    List<AccessToken> tokens = new ArrayList<>();
    List<EventLog.Document> page;
    do {
      page = log.documents(SHELF, tokens.size(), PAGE);
      page.forEach(document -> tokens.add(parse(document.json())));
    } while (page.size() == PAGE);
    return tokens;
  }

  String json() {
    return JSON.writeValueAsString(this);
  }

  static AccessToken parse(String json) {
    try {
      return JSON.readValue(json, AccessToken.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("a token must be a JSON object of its form", e);
    }
  }
}
