/** Tests of syslog. */
@NullMarked
package io.testudo.telemetry.syslog;

import org.jspecify.annotations.NullMarked;
