/** Protocols above the transport: which one a conversation speaks, and its messages. */
@NullMarked
package io.testudo.suricata.protocol;

import org.jspecify.annotations.NullMarked;
