/** The protocols of plant networks, by which controllers are read and told what to do. */
@NullMarked
package io.testudo.telemetry.protocol.plant;

import org.jspecify.annotations.NullMarked;
