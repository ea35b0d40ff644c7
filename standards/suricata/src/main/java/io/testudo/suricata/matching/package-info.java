/** Asks the rules about packets and conversations: one index, then the few candidates. */
@NullMarked
package io.testudo.suricata.matching;

import org.jspecify.annotations.NullMarked;
