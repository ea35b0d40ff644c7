/** What changes, told to open pages as it happens, by server-sent events and by meters. */
@NullMarked
package io.testudo.app.web.live;

import org.jspecify.annotations.NullMarked;
