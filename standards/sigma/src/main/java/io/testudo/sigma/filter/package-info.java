/** Sigma filters: what a site leaves out of the matches of rules, and how rules take them on. */
@NullMarked
package io.testudo.sigma.filter;

import org.jspecify.annotations.NullMarked;
