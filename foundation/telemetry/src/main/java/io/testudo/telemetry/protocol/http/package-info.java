/** HTTP/1 (RFC 9112): requests with their responses, and how long their bodies were. */
@NullMarked
package io.testudo.telemetry.protocol.http;

import org.jspecify.annotations.NullMarked;
