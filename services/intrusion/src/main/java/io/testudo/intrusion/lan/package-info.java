/** Finds ARP and DHCP messages that no honest host sends. */
@NullMarked
package io.testudo.intrusion.lan;

import org.jspecify.annotations.NullMarked;
