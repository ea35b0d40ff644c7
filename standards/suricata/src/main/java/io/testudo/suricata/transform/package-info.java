/** What is done to a buffer before it is looked at. */
@NullMarked
package io.testudo.suricata.transform;

import org.jspecify.annotations.NullMarked;
