/** Protocols of plants and of file servers over records: EtherNet/IP, NFS. */
@NullMarked
package io.testudo.suricata.plant;

import org.jspecify.annotations.NullMarked;
