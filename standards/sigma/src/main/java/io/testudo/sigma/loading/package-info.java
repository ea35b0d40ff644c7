/** From files to rules: which files, what of them is a rule that can be honoured, and why not. */
@NullMarked
package io.testudo.sigma.loading;

import org.jspecify.annotations.NullMarked;
