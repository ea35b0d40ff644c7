/** Tests of logs that an operator declares. */
@NullMarked
package io.testudo.telemetry.mapping;

import org.jspecify.annotations.NullMarked;
