/** JSON of the outside as bounded, typed fields. */
@NullMarked
package io.testudo.telemetry.json;

import org.jspecify.annotations.NullMarked;
