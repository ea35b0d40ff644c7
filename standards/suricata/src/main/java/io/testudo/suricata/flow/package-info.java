/** Conversations: their packets, their streams, and what rules remember of them. */
@NullMarked
package io.testudo.suricata.flow;

import org.jspecify.annotations.NullMarked;
