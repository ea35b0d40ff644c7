/**
 * Processing pipelines: what a site changes in rules before they are compiled, as data, its parser
 * and its application.
 */
@NullMarked
package io.testudo.sigma.pipeline;

import org.jspecify.annotations.NullMarked;
