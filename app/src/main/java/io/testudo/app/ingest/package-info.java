/**
 * How telemetry gets from a door to the event log: sources are read, detectors observe, and what
 * they find is committed together with how far the reading has come.
 */
@NullMarked
package io.testudo.app.ingest;

import org.jspecify.annotations.NullMarked;
