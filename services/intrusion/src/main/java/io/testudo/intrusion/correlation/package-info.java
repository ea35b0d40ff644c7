/** From what correlations find to findings: one per rule, group and window. */
@NullMarked
package io.testudo.intrusion.correlation;

import org.jspecify.annotations.NullMarked;
