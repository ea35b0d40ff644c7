package io.testudo.transparency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.5Z");
  private static final TreeHead HEAD = new TreeHead(7, MerkleTree.leafHash(new byte[] {7}), NOON);
  private static final CheckpointSigner LOG = signer("log.example/testudo");
  private static final CheckpointSigner WITNESS = signer("witness.example");

  @Test
  void readsItsOwnTextAndKnowsItsSigners() {
    Checkpoint checkpoint = Checkpoint.parse(WITNESS.cosign(LOG.sign(HEAD)).toText());

    assertThat(checkpoint.head()).isEqualTo(HEAD);
    assertThat(checkpoint.isFrom(LOG.verifier())).isTrue();
    assertThat(checkpoint.isSignedBy(WITNESS.verifier())).isTrue();
    assertThat(checkpoint.isFrom(WITNESS.verifier())).isFalse();
    assertThat(checkpoint.isSignedBy(signer("log.example/testudo").verifier())).isFalse();
    assertThat(checkpoint.isSignedBy(signer("other.example").verifier())).isFalse();
  }

  @Test
  void writesTheLinesOfASignedNote() {
    String[] lines = LOG.sign(HEAD).toText().split("\n", -1);

    assertThat(lines).hasSize(7);
    assertThat(lines[0]).isEqualTo("log.example/testudo");
    assertThat(lines[1]).isEqualTo("7");
    assertThat(lines[3]).isEqualTo("time 2026-01-31T12:00:00.500Z");
    assertThat(lines[4]).isEmpty();
    assertThat(lines[5]).startsWith("— log.example/testudo ");
    assertThat(lines[6]).isEmpty();
  }

  /** Key 1 of RFC 8032, section 7.1; the identifier is that which C2SP's signed note defines. */
  @Test
  void keysHaveTheTextOfSignedNotes() throws GeneralSecurityException {
    byte[] raw =
        HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    byte[] typed = new byte[33];
    typed[0] = 1;
    System.arraycopy(raw, 0, typed, 1, 32);
    String identifier = Digest.sha256("name\n".getBytes(UTF_8), typed).toHex().substring(0, 8);
    String text = "name+" + identifier + "+" + java.util.Base64.getEncoder().encodeToString(typed);

    CheckpointVerifier verifier = CheckpointVerifier.parse(text);

    assertThat(verifier.toText()).isEqualTo(text);
    assertThat(verifier.key().getEncoded()).endsWith(raw);
    var secret =
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(
                new EdECPrivateKeySpec(
                    NamedParameterSpec.ED25519,
                    HexFormat.of()
                        .parseHex(
                            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")));
    var signer = new CheckpointSigner("name", new KeyPair(verifier.key(), secret));
    assertThat(signer.sign(HEAD).isFrom(verifier)).isTrue();
    assertThat(signer.toString()).isEqualTo("CheckpointSigner[" + text + "]");
  }

  /** The key and key identifier of the example in Go's documentation of signed notes. */
  @Test
  void agreesWithAnotherImplementationOnAKeysIdentifier() {
    String text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    assertThat(CheckpointVerifier.parse(text).toText()).isEqualTo(text);
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> CheckpointVerifier.parse(text.replace("c74f20a3", "c74f20a4")))
        .withMessageContaining("identifier");
  }

  @Test
  void noChangedBitKeepsTheSignature() {
    Checkpoint good = LOG.sign(HEAD);
    byte[] text = good.toText().getBytes(UTF_8);
    for (int bit = 0; bit < 8 * text.length; bit++) {
      byte[] changed = text.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(isFromLog(new String(changed, UTF_8))).describedAs("bit %d", bit).isFalse();
    }
    assertThat(isFromLog(good.toText())).isTrue();
  }

  @Test
  void aWrongSignatureBesideAGoodOneOfTheSameKeyIsRefused() {
    Checkpoint good = LOG.sign(HEAD);
    Checkpoint other = LOG.sign(new TreeHead(8, HEAD.root(), NOON));
    Checkpoint both =
        new Checkpoint(
            good.origin(),
            HEAD,
            List.of(good.signatures().getFirst(), other.signatures().getFirst()));

    assertThat(both.isFrom(LOG.verifier())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7|07",
        "7|+7",
        "7|-7",
        "7|7 ",
        "7|",
        "7|9223372036854775808",
        "time |Time ",
        ".500Z|.5Z",
        ".500Z|.500001Z",
        ".500Z|.500+00:00",
        "— |- ",
        "log.example/testudo |a+b ",
        "log.example/testudo |",
        "\n\n|\n",
        "\n\n|\n\n\n",
        "=\n|\n",
        "2026-01-31|2026-02-31"
      })
  void refusesAnyOtherSpelling(String change) {
    String[] fromTo = change.split("\\|", -1);
    String good = LOG.sign(HEAD).toText();
    String bad =
        fromTo[0].equals("7")
            ? good.replaceFirst("\n7\n", "\n" + fromTo[1] + "\n")
            : good.replace(fromTo[0], fromTo[1]);

    assertThat(bad).isNotEqualTo(good);
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Checkpoint.parse(bad));
  }

  @Test
  void refusesTextsWithoutEndWithoutSignaturesOrTooLong() {
    String good = LOG.sign(HEAD).toText();

    for (String bad :
        List.of(
            "",
            good.stripTrailing(),
            good + "\n",
            good.substring(0, good.indexOf("—")),
            good + good.substring(good.indexOf("—")).repeat(200),
            "\r\n".repeat(50_000))) {
      assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Checkpoint.parse(bad));
    }
  }

  @Test
  void treeHeadsAreChecked() {
    assertThat(TreeHead.of(MerkleFrontier.empty(), NOON).size()).isZero();
    assertThat(new TreeHead(7, HEAD.root(), NOON.plusNanos(1))).isEqualTo(HEAD);
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> new TreeHead(0, HEAD.root(), NOON));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> new TreeHead(-1, HEAD.root(), NOON));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> new TreeHead(1, HEAD.root(), Instant.MAX));
  }

  @Test
  void onlyEd25519KeysAreTaken() throws GeneralSecurityException {
    KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    KeyPair ed448 = KeyPairGenerator.getInstance("Ed448").generateKeyPair();

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new CheckpointSigner("a", rsa));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new CheckpointVerifier("a", ed448.getPublic()));
  }

  @Test
  void survivesAnyText() {
    Random random = Chance.of(this);
    byte[] note = WITNESS.cosign(LOG.sign(HEAD)).toText().getBytes(UTF_8);
    byte[] key = LOG.verifier().toText().getBytes(UTF_8);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      String text = new String(Chance.mutate(random, note), UTF_8);
      try {
        Checkpoint checkpoint = Checkpoint.parse(text);
        read++;
        assertThat(checkpoint.toText()).isEqualTo(text);
      } catch (MalformedException expected) {
        assertThat(expected.getMessage()).isNotEmpty();
      }
      String keyText = new String(Chance.mutate(random, key), UTF_8);
      try {
        assertThat(CheckpointVerifier.parse(keyText).toText()).isEqualTo(keyText);
      } catch (MalformedException expected) {
        assertThat(expected.getMessage()).isNotEmpty();
      }
    }
    assertThat(read).isPositive();
  }

  private static boolean isFromLog(String text) {
    try {
      return Checkpoint.parse(text).isFrom(LOG.verifier());
    } catch (MalformedException e) {
      return false;
    }
  }

  private static CheckpointSigner signer(String name) {
    try {
      return new CheckpointSigner(name, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
