/**
 * Containers as streams: gzip, zip and tar, nested in one another, unpacked in constant memory.
 *
 * <p>Everything that a container says of itself is a claim: names are labels and never paths, sizes
 * are not trusted, and an {@link io.testudo.telemetry.container.UnpackBudget} stops what grows out
 * of proportion.
 */
@NullMarked
package io.testudo.telemetry.container;

import org.jspecify.annotations.NullMarked;
