/** What every page has: its frame, its template, and what stands in its place when it fails. */
@NullMarked
package io.testudo.app.web.page;

import org.jspecify.annotations.NullMarked;
