/**
 * The two directions of a conversation, which routers report one by one, joined to one {@link
 * io.testudo.vocabulary.event.Flow}.
 *
 * <p>Trust boundary: reports may be forged and repeated. How many are held is bounded, none is held
 * longer than the window, and no report changes what another exporter said.
 */
@NullMarked
package io.testudo.telemetry.pairing;

import org.jspecify.annotations.NullMarked;
