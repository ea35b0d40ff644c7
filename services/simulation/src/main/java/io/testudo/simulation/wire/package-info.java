/** Packets: frames with right checksums, dialogues over TCP and UDP, and the capture file. */
@NullMarked
package io.testudo.simulation.wire;

import org.jspecify.annotations.NullMarked;
