package io.testudo.intrusion.raising;

import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Evidence;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.time.Instant;
import java.util.List;

/**
 * What a detector has to say, without the identity that its window gives it; components as in
 * {@link io.testudo.vocabulary.finding.Finding}.
 */
public record Draft(
    String title,
    Severity severity,
    Confidence confidence,
    Instant first,
    Instant last,
    List<Involvement> involved,
    List<Technique> techniques,
    List<Tactic> tactics,
    List<Reason> reasons,
    List<Evidence> evidence,
    List<String> unknowns) {}
