/** Finds hosts whose partners suddenly cannot prove who they are. */
@NullMarked
package io.testudo.intrusion.tls;

import org.jspecify.annotations.NullMarked;
