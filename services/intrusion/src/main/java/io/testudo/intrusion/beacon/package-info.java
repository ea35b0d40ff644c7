/** Finds hosts that call one outside address again and again like a clock. */
@NullMarked
package io.testudo.intrusion.beacon;

import org.jspecify.annotations.NullMarked;
