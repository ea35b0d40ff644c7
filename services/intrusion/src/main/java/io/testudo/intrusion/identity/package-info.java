/**
 * Whose an address was, as records tell: sessions that a VPN gateway opened, leases, log-ons of
 * machines' accounts, and what a machine's own agent says.
 *
 * <p>Trust boundary: who can send a lease's request chooses the name in it, and who holds a machine
 * can write that machine's records. Both are passed on with their source; {@link
 * io.testudo.ports.Identities} weighs them.
 */
@NullMarked
package io.testudo.intrusion.identity;

import org.jspecify.annotations.NullMarked;
