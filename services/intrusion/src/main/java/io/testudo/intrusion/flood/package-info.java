/** Floods of attempts that nobody answers. */
@NullMarked
package io.testudo.intrusion.flood;

import org.jspecify.annotations.NullMarked;
