package io.testudo.app.ingest;

import io.testudo.telemetry.Resume;

/**
 * Goes on after one record of one item: what comes before that item in reading order was read
 * whole, what comes after was not read.
 */
final class ResumeAt implements Resume {

  private final String item;
  private final long record;
  private boolean reached;

  ResumeAt(String item, long record) {
    this.item = item;
    this.record = record;
  }

  @Override
  public long recordsRead(String asked) {
    if (asked.equals(item)) {
      reached = true;
      return record;
    }
    boolean holdsTheItem = item.startsWith(asked + "!");
    return reached || holdsTheItem ? 0 : ALL;
  }
}
