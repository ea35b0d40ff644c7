/** Windows events in the JSON forms that collectors write, brought to the names that rules use. */
@NullMarked
package io.testudo.telemetry.windows;

import org.jspecify.annotations.NullMarked;
