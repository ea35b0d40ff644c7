/** Which application protocol is spoken, told by the first bytes. */
@NullMarked
package io.testudo.telemetry.service;

import org.jspecify.annotations.NullMarked;
