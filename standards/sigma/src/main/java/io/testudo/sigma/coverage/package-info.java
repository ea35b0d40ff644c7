/** Which rules can fire at all on the events that a site has: by log source and by field. */
@NullMarked
package io.testudo.sigma.coverage;

import org.jspecify.annotations.NullMarked;
