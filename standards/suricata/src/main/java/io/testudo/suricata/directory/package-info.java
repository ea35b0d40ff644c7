/** Protocols of names, times, tickets and management: LDAP, NTP, Kerberos, SNMP. */
@NullMarked
package io.testudo.suricata.directory;

import org.jspecify.annotations.NullMarked;
