/** TLS handshakes as rules look at them. */
@NullMarked
package io.testudo.suricata.tls;

import org.jspecify.annotations.NullMarked;
