package io.testudo.transparency;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;

/** A named Ed25519 key that signs checkpoints. Its text does not show the key. */
public final class CheckpointSigner {

  private final PrivateKey privateKey;
  private final CheckpointVerifier verifier;

  /** The signer of this name with this Ed25519 key pair. */
  public CheckpointSigner(String name, KeyPair keys) {
    this.privateKey = keys.getPrivate();
    this.verifier = new CheckpointVerifier(name, keys.getPublic());
    if (!CheckpointVerifier.isEd25519(privateKey)) {
      throw new IllegalArgumentException(
          "The algorithm ("
              + privateKey.getAlgorithm()
              + ") of the key of "
              + name
              + " must be Ed25519.");
    }
  }

  /** What others need to check this signer's signatures. */
  public CheckpointVerifier verifier() {
    return verifier;
  }

  /** The signed checkpoint of the log that bears this signer's name. */
  public Checkpoint sign(TreeHead head) {
    return new Checkpoint(verifier.name(), head, List.of(signature(verifier.name(), head)));
  }

  /**
   * The checkpoint with this signer's signature after those it has. A witness calls it only when a
   * {@link ConsistencyProof} has shown that the log still contains what the witness saw before.
   */
  public Checkpoint cosign(Checkpoint checkpoint) {
    List<Checkpoint.Signature> signatures = new ArrayList<>(checkpoint.signatures());
    signatures.add(signature(checkpoint.origin(), checkpoint.head()));
    return new Checkpoint(checkpoint.origin(), checkpoint.head(), signatures);
  }

  private Checkpoint.Signature signature(String origin, TreeHead head) {
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initSign(privateKey);
      ed25519.update(Checkpoint.body(origin, head));
      return Checkpoint.Signature.of(verifier.name(), verifier.keyId(), ed25519.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The key of " + verifier.name() + " cannot sign.", e);
    }
  }

  @Override
  public String toString() {
    return "CheckpointSigner[" + verifier + "]";
  }
}
