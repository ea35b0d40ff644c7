/** Text protocols of files and mail: FTP and SMTP. */
@NullMarked
package io.testudo.suricata.mail;

import org.jspecify.annotations.NullMarked;
