/** Suricata rules over packets: a rule's alert becomes a finding. */
@NullMarked
package io.testudo.intrusion.packet;

import org.jspecify.annotations.NullMarked;
