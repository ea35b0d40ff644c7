/**
 * NetFlow 5, NetFlow 9 and IPFIX: datagrams of flow exporters to reports of flows, by the templates
 * that the exporters send along.
 *
 * <p>Sources: Cisco, NetFlow Export Datagram Format (version 5); RFC 3954 (version 9); RFC 7011,
 * 7012 and IANA's IPFIX Information Elements; RFC 5103 (both directions in one record).
 *
 * <p>Trust boundary: a datagram can be forged, address included. Exporters, templates and what
 * waits for a template are bounded; a flood of new exporters or templates displaces none that is in
 * use. Whoever forges the address of a live exporter can redefine its templates: the protocols know
 * no proof, so the port belongs on a network of its own.
 */
@NullMarked
package io.testudo.telemetry.netflow;

import org.jspecify.annotations.NullMarked;
