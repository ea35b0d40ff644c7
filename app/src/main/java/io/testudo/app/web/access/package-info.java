/**
 * Who may come in and what they may do: log-in, sessions, and the rules of every route.
 *
 * <p>Trust boundary: names, passwords and tokens are typed by anybody who reaches the port. What
 * holds: each attempt costs the server a bounded amount, guesses are throttled by account and by
 * address, secrets are stored only as digests, and each outcome is a fact in the log.
 */
@NullMarked
package io.testudo.app.web.access;

import org.jspecify.annotations.NullMarked;
