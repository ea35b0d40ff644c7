/** Who and what is in the office and around it: machines, people, names, addresses. */
@NullMarked
package io.testudo.simulation.office;

import org.jspecify.annotations.NullMarked;
