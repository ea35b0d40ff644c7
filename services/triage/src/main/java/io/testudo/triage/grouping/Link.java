package io.testudo.triage.grouping;

/**
 * Why two findings belong together.
 *
 * @param strength sum of what the shared entities weigh; at least 1
 * @param reason for a person: what is shared, in which roles, how far apart in time
 */
public record Link(double strength, String reason) {}
