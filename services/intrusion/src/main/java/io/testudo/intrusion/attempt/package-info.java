/** How attempts to reach somebody end, as far as flows tell. */
@NullMarked
package io.testudo.intrusion.attempt;

import org.jspecify.annotations.NullMarked;
