/** Many literals looked for at once. */
@NullMarked
package io.testudo.suricata.literal;

import org.jspecify.annotations.NullMarked;
