/** Finds remote logons along ways that nobody took before. */
@NullMarked
package io.testudo.intrusion.reach;

import org.jspecify.annotations.NullMarked;
