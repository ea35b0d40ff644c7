/** Tests of containers. */
@NullMarked
package io.testudo.telemetry.container;

import org.jspecify.annotations.NullMarked;
