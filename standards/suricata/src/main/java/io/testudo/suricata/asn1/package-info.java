/** ASN.1 as protocols encode it. */
@NullMarked
package io.testudo.suricata.asn1;

import org.jspecify.annotations.NullMarked;
