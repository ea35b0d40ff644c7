package io.testudo.vocabulary.finding;

/**
 * What raised a finding: a rule, a signature, a statistic or a model, in one version.
 *
 * @param kind what sort of detector
 * @param id stable identifier: a rule's UUID, a signature's number, a detector's name
 * @param version its version, or the digest of a rule's text; empty if it has none
 */
public record Detector(Kind kind, String id, String version) {

  /** The sorts of detectors. */
  public enum Kind {
    SIGMA_RULE,
    SURICATA_SIGNATURE,
    ZEEK_NOTICE,
    STATISTIC
  }

  public Detector {
    if (id.isBlank()) {
      throw new IllegalArgumentException("id of a " + kind + " detector must not be blank");
    }
  }

  @Override
  public String toString() {
    return kind + "/" + id + (version.isEmpty() ? "" : "@" + version);
  }
}
