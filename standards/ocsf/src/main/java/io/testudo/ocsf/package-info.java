/**
 * Events in the form of the Open Cybersecurity Schema Framework: its identifiers as types, and
 * builders that keep an event's classification consistent.
 *
 * <p>The identifiers and {@link io.testudo.ocsf.OcsfEvent#SCHEMA_VERSION} are those of one version
 * of the schema. Whether a whole event follows the schema's definitions is checked by {@link
 * io.testudo.ocsf.validation.OcsfValidator}.
 */
@NullMarked
package io.testudo.ocsf;

import org.jspecify.annotations.NullMarked;
