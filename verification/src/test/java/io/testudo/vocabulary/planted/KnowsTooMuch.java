package io.testudo.vocabulary.planted;

import io.testudo.sigma.planted.KnowsUs;
import org.jspecify.annotations.Nullable;

/** A noun that depends on more than the JDK. */
public class KnowsTooMuch {
  @Nullable KnowsUs standard;
}
