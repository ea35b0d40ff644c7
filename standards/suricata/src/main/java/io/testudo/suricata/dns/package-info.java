/** DNS as rules look at it. */
@NullMarked
package io.testudo.suricata.dns;

import org.jspecify.annotations.NullMarked;
