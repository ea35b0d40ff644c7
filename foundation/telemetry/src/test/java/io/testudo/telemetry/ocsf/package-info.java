/** Tests of the OCSF mapping against the schema's definitions. */
@NullMarked
package io.testudo.telemetry.ocsf;

import org.jspecify.annotations.NullMarked;
