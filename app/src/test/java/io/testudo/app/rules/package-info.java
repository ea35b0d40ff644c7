@NullMarked
package io.testudo.app.rules;

import org.jspecify.annotations.NullMarked;
