package io.testudo.telemetry.record;

import java.io.IOException;

/** A stream cut into records. The current record lies in a buffer that the next one overwrites. */
public interface Records {

  /** Goes to the next record; false at the end. */
  boolean next() throws IOException;

  /** The buffer that holds the current record. */
  byte[] buffer();

  /** Where the current record begins in the buffer. */
  int from();

  /** How many bytes of the current record are in the buffer. */
  int length();

  /** Offset of the current record's first byte within the stream. */
  long offset();

  /** How many bytes of the current record were passed over since it is too long; 0 normally. */
  long excess();
}
