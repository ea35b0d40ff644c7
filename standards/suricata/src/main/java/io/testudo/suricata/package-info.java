/**
 * Suricata rules over packets, streams and messages: load them, learn which can be honoured, and
 * ask which hold for traffic.
 *
 * <p>{@link io.testudo.suricata.RuleReader} reads rules into a {@link
 * io.testudo.suricata.RuleReport}; a {@link io.testudo.suricata.RuleSet} indexes those that are
 * honoured; an {@link io.testudo.suricata.Inspection} is given frames and tells {@link
 * io.testudo.suricata.Alert}s.
 *
 * <p><b>Trust boundary.</b> Whoever writes a rule may be an enemy of the one who loads it, and
 * whoever sends a packet is one. A rule can neither run code nor exhaust memory or time when it is
 * loaded; a look into octets takes a bounded number of steps, and one that runs out of them holds
 * not and is counted. Packets make conversations, streams, messages and counts grow to fixed bounds
 * only. A rule that cannot be honoured is reported with the reason, never dropped in silence.
 * Nothing here opens a connection, resolves a name or writes a file.
 */
@NullMarked
package io.testudo.suricata;

import org.jspecify.annotations.NullMarked;
