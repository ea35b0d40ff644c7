/**
 * Packet captures to packets: pcap and pcapng files, link layers, IP, TCP, UDP and ICMP headers,
 * read from a stream in constant memory and without native libraries.
 *
 * <p>{@link io.testudo.telemetry.capture.CaptureDecoder} is the way in; what it reads it hands to a
 * {@link io.testudo.telemetry.capture.PacketSink} as one reused {@link
 * io.testudo.telemetry.capture.Packet}.
 *
 * <p>Trust boundary: every byte may be an attacker's, the file's own framing included. No length
 * that the input states is believed beyond {@link
 * io.testudo.telemetry.capture.CaptureDecoder#MOST_CAPTURED_BYTES}; the only exception that leaves
 * is the stream's own {@link java.io.IOException}.
 */
@NullMarked
package io.testudo.telemetry.capture;

import org.jspecify.annotations.NullMarked;
