package io.testudo.suricata;

/**
 * A rule that is honoured, for a person.
 *
 * @param protocol the protocol of its header
 * @param message what it says when it holds
 * @param classType the class of what it detects, or an empty text
 * @param priority how urgent that class is, 1 first
 * @param place file and line
 * @param text the rule as written
 */
public record RuleSummary(
    long gid,
    long sid,
    long revision,
    String protocol,
    String message,
    String classType,
    int priority,
    String place,
    String text) {}
