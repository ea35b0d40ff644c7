/**
 * What the console makes of an incident for a person: found, put in order, told in sentences, drawn
 * as timeline and graph.
 */
@NullMarked
package io.testudo.app.web.incidents;

import org.jspecify.annotations.NullMarked;
