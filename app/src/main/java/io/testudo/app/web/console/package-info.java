/** The console's pages: each class answers the routes of one section. */
@NullMarked
package io.testudo.app.web.console;

import org.jspecify.annotations.NullMarked;
