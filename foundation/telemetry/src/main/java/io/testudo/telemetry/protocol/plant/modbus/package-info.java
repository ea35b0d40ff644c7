/** Modbus over TCP: what is asked of a controller's coils and registers, and what it answers. */
@NullMarked
package io.testudo.telemetry.protocol.plant.modbus;

import org.jspecify.annotations.NullMarked;
