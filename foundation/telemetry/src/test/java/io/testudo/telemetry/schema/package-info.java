/** Tests of documents in common schemas. */
@NullMarked
package io.testudo.telemetry.schema;

import org.jspecify.annotations.NullMarked;
