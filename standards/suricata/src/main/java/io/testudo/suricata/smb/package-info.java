/** SMB 1 and 2, and the remote procedure calls of DCE that they or TCP carry. */
@NullMarked
package io.testudo.suricata.smb;

import org.jspecify.annotations.NullMarked;
