/** Regular expressions of rules over octets, bounded in time and memory. */
@NullMarked
package io.testudo.suricata.regex;

import org.jspecify.annotations.NullMarked;
