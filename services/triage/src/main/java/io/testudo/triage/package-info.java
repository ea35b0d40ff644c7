/**
 * Triage: findings to few, ranked, explained incidents.
 *
 * <p>Events in: findings raised and repeated, incidents acknowledged, verdicts. Events out:
 * incidents, each change a new revision.
 *
 * <p>Findings belong together if they share entities in telling roles within a time window; groups
 * grow transitively and merge when a finding bridges them. A group becomes an incident once it is
 * worth a person's time; until then its findings wait, still to be found in the log. The same
 * findings in another order of arrival give the same groups, as long as none comes later than the
 * window after its neighbours were forgotten and no entity is crowded (see {@link
 * io.testudo.triage.grouping.Linking}).
 *
 * <p>Trust boundary: an attacker can cause findings, many of them, and choose some of the names in
 * them. Who floods to hide adds findings to the incident of the entity that they are about, or
 * opens others; none is dropped, a score never falls by more findings, and one forged time does not
 * close what is open. An attacker who can forge an entity's name in many findings can glue
 * unrelated incidents together; the reason of each membership shows it.
 */
@NullMarked
package io.testudo.triage;

import org.jspecify.annotations.NullMarked;
