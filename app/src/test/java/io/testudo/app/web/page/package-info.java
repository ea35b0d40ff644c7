/** What pages share. */
@NullMarked
package io.testudo.app.web.page;

import org.jspecify.annotations.NullMarked;
