package io.testudo.ocsf.validation;

/** Definitions of a schema that cannot be read or do not fit together. */
public final class MalformedSchemaException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  MalformedSchemaException(String message) {
    super(message);
  }

  MalformedSchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
