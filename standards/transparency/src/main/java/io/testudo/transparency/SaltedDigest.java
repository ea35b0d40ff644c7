package io.testudo.transparency;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The rule by which a log's leaf commits to a payload that may later be deleted: SHA-256 of a
 * 32-byte salt followed by the payload's canonical bytes.
 *
 * <h2>Security guarantees</h2>
 *
 * With the salt and the payload anyone can check the digest. Once both are deleted the digest, and
 * with it the tree and its proofs, remains, and tells nothing about the payload to someone who
 * guesses at it, as long as the salt came from a cryptographic generator, was used once and is
 * gone.
 */
public final class SaltedDigest {

  private SaltedDigest() {}

  /** The digest of this payload, in canonical form, under this salt. */
  public static Digest of(Salt salt, byte[] canonicalPayload) {
    return Digest.sha256(salt.bytes, canonicalPayload);
  }

  /** 32 bytes of chance that are stored beside a payload and deleted with it. */
  public static final class Salt {

    /** How many bytes a salt has. */
    public static final int BYTES = 32;

    private final byte[] bytes;

    private Salt(byte[] owned) {
      this.bytes = owned;
    }

    /** The salt with exactly these 32 bytes, which are copied. */
    public static Salt of(byte[] bytes) {
      if (bytes.length != BYTES) {
        throw new MalformedException(
            "The length (" + bytes.length + ") of a salt must be " + BYTES + " bytes.");
      }
      return new Salt(bytes.clone());
    }

    /**
     * A new salt. Outside tests the generator must be a {@link java.security.SecureRandom}, else a
     * deleted payload can be guessed.
     */
    public static Salt next(RandomGenerator random) {
      byte[] bytes = new byte[BYTES];
      random.nextBytes(bytes);
      return new Salt(bytes);
    }

    /** A copy of the 32 bytes. */
    public byte[] toBytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Salt that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "***";
    }
  }
}
