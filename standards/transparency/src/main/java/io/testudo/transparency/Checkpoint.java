package io.testudo.transparency;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A tree head with the signatures of the log and of witnesses, and its text: a C2SP tlog-checkpoint
 * in a C2SP signed note.
 *
 * <pre>
 * log.example/testudo                              origin: the log's name
 * 7                                                size
 * 3SXpsD6dQqq4xpFNkcZ2XqIPqY4Yh0yvX0Qy1N7GPFM=     root
 * time 2026-01-31T12:00:00.000Z                    an extension line: when
 *
 * — log.example/testudo WkKSYV…                    one line for each signature
 * </pre>
 *
 * <p>Each value has one text and {@link #parse} accepts no other. A text has at most {@value
 * #MAX_CHARACTERS} characters.
 *
 * <h2>Security guarantees</h2>
 *
 * A checkpoint that {@link #isFrom} a key was signed, all of it, by the key's owner (Ed25519). That
 * says nothing yet about other checkpoints of the same log: compare them with a {@link
 * ConsistencyProof}.
 *
 * @param origin the log's name
 * @param signatures in the order of the text
 */
public record Checkpoint(String origin, TreeHead head, List<Signature> signatures) {

  /** The most characters that a checkpoint's text may have. */
  public static final int MAX_CHARACTERS = 16_384;

  private static final int MAX_NAME_CHARACTERS = 256;
  private static final int MAX_SIGNATURES = 32;
  private static final String TIME = "time ";
  private static final String DASH = "— ";

  /**
   * One line under a checkpoint. Whose key it claims is in the name and the first four bytes.
   *
   * @param name the signer's name
   * @param base64 four bytes that tell the key, then the signature
   */
  public record Signature(String name, String base64) {

    private static final int KEY_ID_BYTES = 4;

    public Signature {
      requireName(name);
      if (decodeBase64(base64).length <= KEY_ID_BYTES) {
        throw new MalformedException(
            "The signature of " + name + " must be longer than its key's identifier.");
      }
    }

    static Signature of(String name, byte[] keyId, byte[] signature) {
      byte[] both = Arrays.copyOf(keyId, keyId.length + signature.length);
      System.arraycopy(signature, 0, both, keyId.length, signature.length);
      return new Signature(name, Base64.getEncoder().encodeToString(both));
    }

    byte[] keyId() {
      return Arrays.copyOf(decodeBase64(base64), KEY_ID_BYTES);
    }

    byte[] signature() {
      byte[] both = decodeBase64(base64);
      return Arrays.copyOfRange(both, KEY_ID_BYTES, both.length);
    }
  }

  public Checkpoint {
    requireName(origin);
    signatures = List.copyOf(signatures);
    if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
      throw new MalformedException(
          "The count ("
              + signatures.size()
              + ") of a checkpoint's signatures must be from 1 to "
              + MAX_SIGNATURES
              + ".");
    }
  }

  /** Whether the log with this key signed this checkpoint of its own. */
  public boolean isFrom(CheckpointVerifier log) {
    return origin.equals(log.name()) && isSignedBy(log);
  }

  /** Whether the holder of this key, the log or a witness, signed this checkpoint. */
  public boolean isSignedBy(CheckpointVerifier signer) {
    byte[] body = body(origin, head);
    List<Signature> claimed = signatures.stream().filter(signer::isClaimedBy).toList();
    return !claimed.isEmpty() && claimed.stream().allMatch(s -> signer.verifies(body, s));
  }

  /** The text, each line ended by a newline. */
  public String toText() {
    StringBuilder text = new StringBuilder(bodyText(origin, head)).append('\n');
    for (Signature signature : signatures) {
      text.append(DASH).append(signature.name).append(' ').append(signature.base64).append('\n');
    }
    return text.toString();
  }

  /** The checkpoint with this text. Its signatures are not checked yet. */
  public static Checkpoint parse(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new MalformedException(
          "The length ("
              + text.length()
              + ") of a checkpoint must not exceed "
              + MAX_CHARACTERS
              + " characters.");
    }
    List<String> lines = Arrays.asList(text.split("\n", -1));
    int last = lines.size() - 1;
    if (last < 6 || !lines.get(last).isEmpty() || !lines.get(4).isEmpty()) {
      throw new MalformedException(
          "A checkpoint must have four lines, an empty line and a line for each signature, all"
              + " ended by a newline.");
    }
    TreeHead head =
        new TreeHead(
            parseSize(lines.get(1)),
            Digest.of(decodeBase64(lines.get(2))),
            parseTime(lines.get(3)));
    List<Signature> signatures = new ArrayList<>();
    for (String line : lines.subList(5, last)) {
      signatures.add(parseSignature(line));
    }
    return new Checkpoint(lines.get(0), head, signatures);
  }

  static byte[] body(String origin, TreeHead head) {
    return bodyText(origin, head).getBytes(StandardCharsets.UTF_8);
  }

  private static String bodyText(String origin, TreeHead head) {
    return origin
        + "\n"
        + head.size()
        + "\n"
        + head.root().toBase64()
        + "\n"
        + timeLine(head.time())
        + "\n";
  }

  /** Always with three digits of the second, where Instant's own text drops zeros. */
  private static String timeLine(Instant time) {
    String seconds = Instant.ofEpochSecond(time.getEpochSecond()).toString();
    String millis = Integer.toString(1000 + time.getNano() / 1_000_000).substring(1);
    return TIME + seconds.substring(0, seconds.length() - 1) + "." + millis + "Z";
  }

  private static long parseSize(String line) {
    try {
      long size = Long.parseLong(line);
      if (Long.toString(size).equals(line)) {
        return size;
      }
    } catch (NumberFormatException e) {
      throw new MalformedException("The size of a checkpoint must be a decimal number.", e);
    }
    throw new MalformedException(
        "The size of a checkpoint must have no sign and no leading zeros.");
  }

  private static Instant parseTime(String line) {
    if (line.startsWith(TIME)) {
      try {
        Instant time = Instant.parse(line.substring(TIME.length()));
        if (timeLine(time).equals(line)) {
          return time;
        }
      } catch (DateTimeException e) {
        throw new MalformedException("The time of a checkpoint cannot be read.", e);
      }
    }
    throw new MalformedException(
        "The time of a checkpoint must look like " + TIME + "2026-01-31T12:00:00.000Z.");
  }

  private static Signature parseSignature(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != 3 || !line.startsWith(DASH)) {
      throw new MalformedException(
          "A signature line of a checkpoint must be an em dash, a name and base64.");
    }
    return new Signature(parts[1], parts[2]);
  }

  static byte[] decodeBase64(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedException("The base64 of a checkpoint cannot be read.", e);
    }
    throw new MalformedException("The base64 of a checkpoint must be padded and canonical.");
  }

  /** Names stand in a line between spaces, and in a key's text before a plus sign. */
  static void requireName(String name) {
    boolean fits = !name.isEmpty() && name.length() <= MAX_NAME_CHARACTERS;
    for (int i = 0; i < name.length() && fits; i++) {
      char c = name.charAt(i);
      fits = c > ' ' && c < 0x7F && c != '+';
    }
    if (!fits) {
      throw new MalformedException(
          "The name of a log or signer must have 1 to "
              + MAX_NAME_CHARACTERS
              + " printable ASCII characters, none a space or a plus sign.");
    }
  }
}
