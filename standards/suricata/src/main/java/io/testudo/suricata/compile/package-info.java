/** From the written rule to the one that is asked: what each option means. */
@NullMarked
package io.testudo.suricata.compile;

import org.jspecify.annotations.NullMarked;
