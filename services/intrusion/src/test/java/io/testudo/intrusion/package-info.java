@NullMarked
package io.testudo.intrusion;

import org.jspecify.annotations.NullMarked;
