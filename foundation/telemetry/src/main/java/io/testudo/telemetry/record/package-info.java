/** Records cut out of a stream, bounded in length, before anybody understands them. */
@NullMarked
package io.testudo.telemetry.record;

import org.jspecify.annotations.NullMarked;
