/** Reads what log records mean: who, where, and how a logon ended. */
@NullMarked
package io.testudo.intrusion.record;

import org.jspecify.annotations.NullMarked;
