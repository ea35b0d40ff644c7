package io.testudo.vocabulary.event;

/**
 * What wrote a log record, in the terms that detection rules use.
 *
 * @param product for instance {@code windows}, {@code linux}, {@code zeek}, {@code suricata}; empty
 *     if unknown
 * @param category for instance {@code alert}; empty if the record does not say
 * @param service channel, program or log name, for instance {@code sshd} or {@code dns}; empty if
 *     the record does not say
 */
public record LogSource(String product, String category, String service) {}
