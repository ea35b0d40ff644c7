/**
 * Exporters of flows over UDP, put on the spool before anybody decodes them.
 *
 * <p>Trust boundary: whoever can reach the port can send anything and forge any address, which is
 * noted beside each datagram as it was seen. What comes faster than the spool takes it is shed from
 * the middle of a burst and counted; what the operating system drops is counted where it tells.
 */
@NullMarked
package io.testudo.telemetry.collector;

import org.jspecify.annotations.NullMarked;
