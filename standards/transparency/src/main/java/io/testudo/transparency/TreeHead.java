package io.testudo.transparency;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a log was at a moment.
 *
 * @param size how many leaves the tree has
 * @param root the root over them
 * @param time when it was so, to the millisecond; finer parts are dropped
 */
public record TreeHead(long size, Digest root, Instant time) {

  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  public TreeHead {
    if (size < 0) {
      throw new MalformedException("The size (" + size + ") of a tree head must not be negative.");
    }
    if (size == 0 && !root.equals(MerkleTree.emptyRoot())) {
      throw new MalformedException(
          "The root (" + root + ") of an empty tree head must be the SHA-256 of nothing.");
    }
    if (time.isBefore(FIRST) || !time.isBefore(END)) {
      throw new MalformedException(
          "The time (" + time + ") of a tree head must be from 1970 to 9999.");
    }
    time = time.truncatedTo(ChronoUnit.MILLIS);
  }

  /** The tree head of a frontier at this time. */
  public static TreeHead of(MerkleFrontier frontier, Instant time) {
    return new TreeHead(frontier.size(), frontier.root(), time);
  }
}
