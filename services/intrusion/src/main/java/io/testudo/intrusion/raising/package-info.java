/** From a match to a finding: one per detector, entity and window, its repetitions counted. */
@NullMarked
package io.testudo.intrusion.raising;

import org.jspecify.annotations.NullMarked;
