/** What our own doors show and whom they trust, for TLS. */
@NullMarked
package io.testudo.app.tls;

import org.jspecify.annotations.NullMarked;
