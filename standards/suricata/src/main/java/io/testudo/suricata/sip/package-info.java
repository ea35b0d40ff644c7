/** SIP and the session descriptions in it. */
@NullMarked
package io.testudo.suricata.sip;

import org.jspecify.annotations.NullMarked;
