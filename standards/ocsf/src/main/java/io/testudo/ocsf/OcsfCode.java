package io.testudo.ocsf;

/** A value of one of OCSF's enumerations: the number, and the text that stands beside it. */
public interface OcsfCode {

  /** The value of the attribute that ends in {@code _id}. */
  int id();

  /** The value of its sibling. */
  String caption();
}
