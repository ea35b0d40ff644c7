/**
 * The demonstration: a simulated campaign sent through the doors that an operator's data would use.
 */
@NullMarked
package io.testudo.app.demo;

import org.jspecify.annotations.NullMarked;
