package io.testudo.vocabulary.incident;

/**
 * A finding's place in an incident.
 *
 * @param findingId the finding
 * @param reason why it is in this incident, for a person: what it shares with which member, how far
 *     apart in time
 */
public record Member(String findingId, String reason) {}
