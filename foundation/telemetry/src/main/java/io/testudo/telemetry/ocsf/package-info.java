/**
 * Events, findings and incidents as OCSF events, for whoever reads that standard. What has no
 * attribute there stays under {@code unmapped}.
 */
@NullMarked
package io.testudo.telemetry.ocsf;

import org.jspecify.annotations.NullMarked;
