/** Finds data that leaves in an amount and to a place that are new for the host. */
@NullMarked
package io.testudo.intrusion.outbound;

import org.jspecify.annotations.NullMarked;
