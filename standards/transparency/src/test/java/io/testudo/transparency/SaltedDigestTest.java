package io.testudo.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.testudo.transparency.SaltedDigest.Salt;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SaltedDigestTest {

  private static final byte[] PAYLOAD = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

  @Test
  void isTheSha256OfTheSaltFollowedByThePayload() {
    byte[] salt = new byte[32];
    salt[31] = 9;
    byte[] both = new byte[32 + PAYLOAD.length];
    System.arraycopy(salt, 0, both, 0, 32);
    System.arraycopy(PAYLOAD, 0, both, 32, PAYLOAD.length);

    assertThat(SaltedDigest.of(Salt.of(salt), PAYLOAD)).isEqualTo(Digest.sha256(both));
  }

  @Test
  void anotherSaltHidesTheSamePayload() {
    var random = Chance.of(this);

    assertThat(SaltedDigest.of(Salt.next(random), PAYLOAD))
        .isNotEqualTo(SaltedDigest.of(Salt.next(random), PAYLOAD));
  }

  @Test
  void aSaltHasExactlyThirtyTwoBytesAndDoesNotShowThem() {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Salt.of(new byte[31]));
    assertThat(Salt.of(new byte[32])).hasToString("***").isEqualTo(Salt.of(new byte[32]));
  }

  @Test
  void aDigestReadsOnlyItsOwnHexadecimal() {
    Digest digest = Digest.sha256(PAYLOAD);

    assertThat(Digest.ofHex(digest.toHex())).isEqualTo(digest);
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> Digest.ofHex(digest.toHex().substring(1)));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> Digest.ofHex("G" + digest.toHex().substring(1)));
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Digest.of(new byte[33]));
  }
}
