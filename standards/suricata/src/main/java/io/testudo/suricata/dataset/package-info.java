/** Sets of values that rules look up, loaded from lists beside the rules or filled by rules. */
@NullMarked
package io.testudo.suricata.dataset;

import org.jspecify.annotations.NullMarked;
