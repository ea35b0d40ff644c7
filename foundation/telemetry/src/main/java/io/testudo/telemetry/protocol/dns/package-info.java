/** DNS (RFC 1035), also as multicast DNS (RFC 6762) and LLMNR (RFC 4795): queries with answers. */
@NullMarked
package io.testudo.telemetry.protocol.dns;

import org.jspecify.annotations.NullMarked;
