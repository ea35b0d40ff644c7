/** HTTP as rules look at it. */
@NullMarked
package io.testudo.suricata.http;

import org.jspecify.annotations.NullMarked;
