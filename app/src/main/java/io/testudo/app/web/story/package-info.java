/** An incident for a person: told in sentences, drawn as timeline and graph, spelled out. */
@NullMarked
package io.testudo.app.web.story;

import org.jspecify.annotations.NullMarked;
