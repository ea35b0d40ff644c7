/**
 * The stage on which actors play: what a machine or a person does becomes what every sensor in
 * reach records of it, with the same addresses, ports, processes and sessions in each.
 */
@NullMarked
package io.testudo.simulation.scene;

import org.jspecify.annotations.NullMarked;
