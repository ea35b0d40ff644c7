/** TLS (RFC 8446, RFC 5246 and before): what the handshake says in the clear. */
@NullMarked
package io.testudo.telemetry.protocol.tls;

import org.jspecify.annotations.NullMarked;
