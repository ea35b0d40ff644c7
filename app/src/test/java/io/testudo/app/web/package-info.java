/** Tests of the console, REST, live stream and their access rules over a real server. */
@NullMarked
package io.testudo.app.web;

import org.jspecify.annotations.NullMarked;
