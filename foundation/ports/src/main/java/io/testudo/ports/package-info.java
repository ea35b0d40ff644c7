/**
 * What a service may ask of the world or of another service, as interfaces that block and throw
 * {@link io.testudo.ports.UnavailableException} when the world fails.
 */
@NullMarked
package io.testudo.ports;

import org.jspecify.annotations.NullMarked;
