package io.testudo.intrusion.scan;

import io.testudo.intrusion.raising.Seen;
import io.testudo.intrusion.state.RecentDistinct;
import io.testudo.intrusion.state.Saved;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.finding.Evidence;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What one originator's first contacts were lately: with addresses, or with the ports of one
 * address.
 */
final class Walk {

  /** Without a failed first contact for this long, a walk begins anew. */
  static final Duration IDLE = Duration.ofMinutes(30);

  private static final int MOST_DISTINCT = 1024;
  private static final int MOST_EVIDENCE = 4;
  private static final int MOST_EPISODES = 16;

  /** Somebody or something asked: an address with port 0, or a port of a known address. */
  record Asked(IpAddress address, int port) {}

  final ThresholdRandomWalk ratio = new ThresholdRandomWalk();
  final FailureRate own = new FailureRate();
  final RecentDistinct<Asked> asked = new RecentDistinct<>(MOST_DISTINCT, IDLE);
  final RecentDistinct<Asked> failed = new RecentDistinct<>(MOST_DISTINCT, IDLE);
  final RecentDistinct<Integer> failedPorts = new RecentDistinct<>(MOST_DISTINCT, IDLE);
  final RecentDistinct<IpAddress> failedAddresses = new RecentDistinct<>(MOST_DISTINCT, IDLE);
  final List<Evidence> evidence = new ArrayList<>();
  final List<Instant> episodes = new ArrayList<>();
  Instant firstFailure = Instant.EPOCH;
  Instant lastFailure = Instant.EPOCH;

  /** Begins anew if nothing failed for long, or if time ran back. */
  void refresh(Instant now) {
    boolean idle = now.isAfter(lastFailure.plus(IDLE));
    boolean back = now.isBefore(lastFailure.minus(IDLE));
    if ((idle || back) && failed.size() > 0) {
      ratio.clear();
      asked.clear();
      failed.clear();
      failedPorts.clear();
      failedAddresses.clear();
      evidence.clear();
    }
  }

  /** Whether this is a first contact; takes it in. */
  boolean contact(Asked what, Instant now) {
    return asked.add(what, now);
  }

  void fails(Flow flow, Asked what, Instant now) {
    if (failed.size() == 0) {
      firstFailure = flow.time();
    }
    lastFailure = now;
    failed.add(what, now);
    failedPorts.add(flow.responder().port(), now);
    failedAddresses.add(flow.responder().address(), now);
    if (evidence.size() < MOST_EVIDENCE) {
      evidence.add(Seen.evidence(flow));
    }
  }

  /** Notes that a finding was raised or repeated now; how many earlier hours had one. */
  int episode(Instant now) {
    long hour = Math.floorDiv(now.getEpochSecond(), 3600);
    int earlier = 0;
    boolean known = false;
    for (Instant episode : episodes) {
      long other = Math.floorDiv(episode.getEpochSecond(), 3600);
      known |= other == hour;
      earlier += other < hour ? 1 : 0;
    }
    if (!known) {
      episodes.add(now);
      if (episodes.size() > MOST_EPISODES) {
        episodes.removeFirst();
      }
    }
    return earlier;
  }

  void save(DataOutput out) throws IOException {
    ratio.save(out);
    own.save(out);
    asked.save(out, Walk::writeAsked);
    failed.save(out, Walk::writeAsked);
    failedPorts.save(out, DataOutput::writeInt);
    failedAddresses.save(out, Saved::writeAddress);
    Saved.writeEvidence(out, evidence);
    out.writeInt(episodes.size());
    for (Instant episode : episodes) {
      Saved.writeInstant(out, episode);
    }
    Saved.writeInstant(out, firstFailure);
    Saved.writeInstant(out, lastFailure);
  }

  static Walk restored(DataInput in) throws IOException {
    Walk walk = new Walk();
    walk.ratio.restore(in);
    walk.own.restore(in);
    walk.asked.restore(in, Walk::readAsked);
    walk.failed.restore(in, Walk::readAsked);
    walk.failedPorts.restore(in, DataInput::readInt);
    walk.failedAddresses.restore(in, Saved::readAddress);
    walk.evidence.addAll(Saved.readEvidence(in, MOST_EVIDENCE));
    int episodes = Saved.readCount(in, MOST_EPISODES);
    for (int i = 0; i < episodes; i++) {
      walk.episodes.add(Saved.readInstant(in));
    }
    walk.firstFailure = Saved.readInstant(in);
    walk.lastFailure = Saved.readInstant(in);
    return walk;
  }

  private static void writeAsked(DataOutput out, Asked asked) throws IOException {
    Saved.writeAddress(out, asked.address);
    out.writeInt(asked.port);
  }

  private static Asked readAsked(DataInput in) throws IOException {
    return new Asked(Saved.readAddress(in), in.readInt());
  }
}
