/** What people and programs ask the event log for: incidents, findings, facts, exports. */
@NullMarked
package io.testudo.app.web.search;

import org.jspecify.annotations.NullMarked;
