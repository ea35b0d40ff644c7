/** Suricata's EVE JSON. */
@NullMarked
package io.testudo.telemetry.suricata;

import org.jspecify.annotations.NullMarked;
