/** Events that others wrote in a common schema, ECS or OCSF, given the names that rules ask for. */
@NullMarked
package io.testudo.telemetry.schema;

import org.jspecify.annotations.NullMarked;
