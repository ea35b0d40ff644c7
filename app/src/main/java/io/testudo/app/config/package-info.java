/** What an operator may set: one file, strict, with every problem reported together. */
@NullMarked
package io.testudo.app.config;

import org.jspecify.annotations.NullMarked;
