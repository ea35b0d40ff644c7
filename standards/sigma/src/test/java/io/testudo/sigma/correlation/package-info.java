@NullMarked
package io.testudo.sigma.correlation;

import org.jspecify.annotations.NullMarked;
