package io.testudo.memory;

import io.testudo.ports.FactProof;
import io.testudo.ports.FactSeal;
import io.testudo.ports.LogVerification;
import io.testudo.ports.LogVerification.Damage;
import io.testudo.ports.SealedFact;
import io.testudo.ports.json.FactJson;
import io.testudo.transparency.Digest;
import io.testudo.transparency.InclusionProof;
import io.testudo.transparency.LeafHashes;
import io.testudo.transparency.MerkleFrontier;
import io.testudo.transparency.MerkleTree;
import io.testudo.transparency.SaltedDigest.Salt;
import io.testudo.transparency.TreeHead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The Merkle tree over the facts of a memory log. Not safe for use by many threads. */
final class MemoryTree implements LeafHashes {

  private final RandomGenerator random;
  private final List<FactSeal> seals = new ArrayList<>();
  private final List<Digest> leaves = new ArrayList<>();
  private final List<@Nullable Salt> salts = new ArrayList<>();

  /** Inner nodes by level above the leaves, each filled once its subtree is complete. */
  private final List<List<Digest>> nodes = new ArrayList<>();

  private MerkleFrontier frontier = MerkleFrontier.empty();

  MemoryTree(RandomGenerator random) {
    this.random = random;
  }

  /** Takes the facts that are not yet in the tree. None of them is forgotten yet. */
  void catchUp(List<@Nullable SealedFact> facts) {
    for (int i = leaves.size(); i < facts.size(); i++) {
      SealedFact fact = facts.get(i);
      if (fact == null) {
        throw new IllegalStateException("fact " + (i + 1) + " was forgotten before it was hashed");
      }
      Salt salt = Salt.next(random);
      FactSeal seal = seal(fact, salt);
      seals.add(seal);
      salts.add(salt);
      frontier = frontier.append(seal.leafHash(), this::completed);
    }
  }

  private static FactSeal seal(SealedFact fact, Salt salt) {
    return FactSeal.of(
        fact.sequence(), fact.sealedAt(), fact.fact(), salt, FactJson.canonical(fact.fact()));
  }

  private void completed(int level, long index, Digest hash) {
    if (level == 0) {
      leaves.add(hash);
      return;
    }
    if (nodes.size() < level) {
      nodes.add(new ArrayList<>());
    }
    nodes.get(level - 1).add(hash);
  }

  @Override
  public Digest leaf(long index) {
    return leaves.get((int) index);
  }

  @Override
  public Digest subtree(int level, long index) {
    return level == 0 ? leaf(index) : nodes.get(level - 1).get((int) index);
  }

  TreeHead head(Instant now) {
    return TreeHead.of(frontier, now);
  }

  FactProof prove(long sequence, Instant now) {
    int index = (int) (sequence - 1);
    InclusionProof inclusion = MerkleTree.inclusionProof(this, index, leaves.size());
    return new FactProof(seals.get(index), salts.get(index), inclusion, head(now));
  }

  LogVerification verify(List<@Nullable SealedFact> facts, Instant now) {
    List<Damage> damages = new ArrayList<>();
    MerkleFrontier again = MerkleFrontier.empty();
    long forgotten = 0;
    for (int i = 0; i < facts.size(); i++) {
      SealedFact fact = facts.get(i);
      Salt salt = salts.get(i);
      FactSeal seal = fact == null || salt == null ? seals.get(i) : seal(fact, salt);
      forgotten += fact == null ? 1 : 0;
      again = again.append(seal.leafHash());
      if (!seal.leafHash().equals(leaves.get(i)) && damages.size() < 100) {
        damages.add(
            new Damage(Damage.Kind.CHANGED, i + 1L, "fact " + (i + 1) + " is not what was sealed"));
      }
    }
    if (damages.isEmpty() && !again.equals(frontier)) {
      damages.add(
          new Damage(Damage.Kind.HEAD, again.size(), "the tree does not fit the log's facts"));
    }
    return damages.isEmpty()
        ? new LogVerification.Intact(head(now), forgotten)
        : new LogVerification.Damaged(damages);
  }

  void forget(int index) {
    salts.set(index, null);
  }
}
