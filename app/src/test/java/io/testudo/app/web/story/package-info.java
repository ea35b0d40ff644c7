/** How an incident is told. */
@NullMarked
package io.testudo.app.web.story;

import org.jspecify.annotations.NullMarked;
