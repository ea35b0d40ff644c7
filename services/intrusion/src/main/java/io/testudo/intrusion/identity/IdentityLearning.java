package io.testudo.intrusion.identity;

import io.testudo.intrusion.MalformedStateException;
import io.testudo.intrusion.raising.FindingWindows;
import io.testudo.intrusion.raising.Statistic;
import io.testudo.intrusion.state.BoundedTable;
import io.testudo.intrusion.state.Saved;
import io.testudo.vocabulary.entity.Entity;
import io.testudo.vocabulary.entity.Identity;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.LogRecord;
import io.testudo.vocabulary.fact.Fact;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * States whose an address was, once when it is first told, and again when half of the time that it
 * was told for has passed or another had the address in between.
 */
public final class IdentityLearning implements Statistic {

  private record Key(Entity address, Identity.Source source) {}

  /** What was last stated: of whom, and from when on it is stated again. */
  private record Stated(Entity owner, Instant again) {}

  private static final Duration AT_MOST_EVERY = Duration.ofMinutes(1);

  private final BoundedTable<Key, Stated[]> stated;

  public IdentityLearning(int most) {
    this.stated = new BoundedTable<>(most);
  }

  @Override
  public void observe(Event event, FindingWindows windows, Consumer<Fact> facts) {
    if (!(event instanceof LogRecord log)) {
      return;
    }
    for (Identity identity : Sightings.of(log)) {
      if (isNews(identity)) {
        facts.accept(new Fact.IdentityLearned(identity));
      }
    }
  }

  private boolean isNews(Identity identity) {
    Key key = new Key(identity.address(), identity.source());
    Stated[] last = stated.get(key, any -> new Stated[1]);
    Stated before = last[0];
    Duration length = Duration.between(identity.since(), identity.until());
    if (before != null) {
      Instant again =
          before.owner.equals(identity.owner())
              ? before.again
              : before.again.minus(length.dividedBy(2)).plus(AT_MOST_EVERY);
      if (identity.since().isBefore(again)) {
        return false;
      }
    }
    last[0] = new Stated(identity.owner(), identity.since().plus(length.dividedBy(2)));
    return true;
  }

  @Override
  public long evicted() {
    return stated.evicted();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    stated.save(
        out,
        (to, key) -> {
          Saved.writeEntity(to, key.address);
          to.writeByte(key.source.ordinal());
        },
        (to, last) -> {
          Saved.writeEntity(to, last[0].owner);
          Saved.writeInstant(to, last[0].again);
        });
  }

  @Override
  public void restore(DataInput in) throws IOException {
    stated.restore(
        in,
        from -> {
          Entity address = Saved.readEntity(from);
          int source = from.readByte();
          if (source < 0 || source >= Identity.Source.values().length) {
            throw new MalformedStateException("source (" + source + ") of an identity is unknown");
          }
          return new Key(address, Identity.Source.values()[source]);
        },
        from -> new Stated[] {new Stated(Saved.readEntity(from), Saved.readInstant(from))});
  }
}
