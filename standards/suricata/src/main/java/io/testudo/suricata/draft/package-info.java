/** A rule while its options are read, and the parts of messages that keywords name. */
@NullMarked
package io.testudo.suricata.draft;

import org.jspecify.annotations.NullMarked;
