/** Lines of the Linux audit daemon. */
@NullMarked
package io.testudo.telemetry.audit;

import org.jspecify.annotations.NullMarked;
