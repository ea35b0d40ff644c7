/** What rules make of given telemetry: explained, tested, covered, and with exceptions. */
@NullMarked
package io.testudo.app.rules;

import org.jspecify.annotations.NullMarked;
