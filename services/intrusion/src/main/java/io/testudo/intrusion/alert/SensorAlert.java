package io.testudo.intrusion.alert;

import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Involvement;
import io.testudo.vocabulary.finding.Confidence;
import io.testudo.vocabulary.finding.Detector;
import io.testudo.vocabulary.finding.Reason;
import io.testudo.vocabulary.finding.Severity;
import io.testudo.vocabulary.finding.Tactic;
import io.testudo.vocabulary.finding.Technique;
import java.util.List;

/** What another sensor's alert says, as far as a finding needs it. */
record SensorAlert(
    Detector detector,
    Entity main,
    String title,
    Severity severity,
    Confidence confidence,
    List<Involvement> involved,
    List<Technique> techniques,
    List<Tactic> tactics,
    List<Reason> reasons) {}
