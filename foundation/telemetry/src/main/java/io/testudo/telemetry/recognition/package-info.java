/** What an item is, told by its first bytes. */
@NullMarked
package io.testudo.telemetry.recognition;

import org.jspecify.annotations.NullMarked;
