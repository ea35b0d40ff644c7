/** Packets as the wire carries them: headers, tunnels, fragments. */
@NullMarked
package io.testudo.suricata.packet;

import org.jspecify.annotations.NullMarked;
