package io.testudo.ports;

import io.testudo.ports.json.FactJson;
import io.testudo.transparency.InclusionProof;
import io.testudo.transparency.SaltedDigest;
import io.testudo.transparency.SaltedDigest.Salt;
import io.testudo.transparency.TreeHead;
import io.testudo.vocabulary.fact.Fact;
import org.jspecify.annotations.Nullable;

/**
 * Proof that a log holds a fact.
 *
 * @param seal what the log's tree says of the fact
 * @param salt under which the fact's digest was made; null once it is forgotten
 * @param inclusion the way from the seal's leaf to the root
 * @param head the size and root that it leads to
 */
public record FactProof(
    FactSeal seal, @Nullable Salt salt, InclusionProof inclusion, TreeHead head) {

  /** Whether the seal is in the tree of this head, at the place that it names. */
  public boolean holds() {
    return inclusion.leafIndex() == seal.sequence() - 1
        && inclusion.treeSize() == head.size()
        && inclusion.proves(seal.leafHash(), head.root());
  }

  /** Whether the log holds exactly this fact. */
  public boolean holdsFor(Fact fact) {
    return salt != null
        && fact.id().equals(seal.id())
        && SaltedDigest.of(salt, FactJson.canonical(fact)).equals(seal.digest())
        && holds();
  }
}
