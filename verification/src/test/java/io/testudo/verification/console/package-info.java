/** The console in a real browser, over the demo's platform. */
@NullMarked
package io.testudo.verification.console;

import org.jspecify.annotations.NullMarked;
