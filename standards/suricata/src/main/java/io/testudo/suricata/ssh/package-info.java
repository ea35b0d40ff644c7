/** SSH's opening in the clear. */
@NullMarked
package io.testudo.suricata.ssh;

import org.jspecify.annotations.NullMarked;
