/** Finds those who ask for many addresses or many ports and mostly get no answer. */
@NullMarked
package io.testudo.intrusion.scan;

import org.jspecify.annotations.NullMarked;
