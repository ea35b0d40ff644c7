/** Which protocol is taken apart by what. */
@NullMarked
package io.testudo.suricata.dissection;

import org.jspecify.annotations.NullMarked;
