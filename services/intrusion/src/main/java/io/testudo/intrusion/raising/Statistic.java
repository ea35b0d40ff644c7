package io.testudo.intrusion.raising;

import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.fact.Fact;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Consumer;

/** A detector that remembers: it looks at events in turn and raises findings through windows. */
public interface Statistic {

  /** Takes the event in and says what follows from it. */
  void observe(Event event, FindingWindows windows, Consumer<Fact> facts);

  /** How many remembered entities it had to forget to bound its memory. */
  long evicted();

  /** Writes what it remembers. */
  void save(DataOutput out) throws IOException;

  /** Takes over what {@link #save} wrote. */
  void restore(DataInput in) throws IOException;
}
