/**
 * The doors for people and programs: console, REST, live stream, health and metrics over one {@link
 * io.testudo.app.house.House}, inside the only Spring context of the product.
 *
 * <p>Trust boundary: every request may be an attacker's, and every title, name and piece of
 * evidence that a page shows may hold what an attacker wrote. Routes are closed unless {@link
 * io.testudo.app.web.access.Routes} opens them; templates escape by context; the content security
 * policy allows no script or style but the product's own files.
 */
@NullMarked
package io.testudo.app.web;

import org.jspecify.annotations.NullMarked;
