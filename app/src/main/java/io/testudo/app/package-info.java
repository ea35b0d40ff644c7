/** The composition root: how the rooms are wired, and the doors people and programs come in by. */
@NullMarked
package io.testudo.app;

import org.jspecify.annotations.NullMarked;
