/** Conditions on a run of octets: contents, expressions, numbers read from it. */
@NullMarked
package io.testudo.suricata.payload;

import org.jspecify.annotations.NullMarked;
