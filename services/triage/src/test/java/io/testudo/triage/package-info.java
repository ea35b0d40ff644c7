@NullMarked
package io.testudo.triage;

import org.jspecify.annotations.NullMarked;
