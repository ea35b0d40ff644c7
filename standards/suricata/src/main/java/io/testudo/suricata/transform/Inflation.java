package io.testudo.suricata.transform;

import io.testudo.suricata.text.MalformedRuleException;
import io.testudo.suricata.text.Numbers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Inflates compressed octets up to a bound; what cannot be inflated is left out. */
public final class Inflation {
  private static final int USUAL = 1024;
  private static final int MOST = 1 << 20;

  private Inflation() {}

  static Transform of(String value, boolean gzip) throws MalformedRuleException {
    String bare = value.strip();
    long most = USUAL;
    if (!bare.isEmpty()) {
      String[] words = bare.split("\\s+");
      if (words.length != 2 || !words[0].equals("max-size")) {
        throw new MalformedRuleException(
            "inflation takes max-size and a number, not (" + bare + ")");
      }
      most = Numbers.number(words[1]);
    }
    if (most < 1 || most > MOST) {
      throw new MalformedRuleException("max-size must be between 1 and " + MOST);
    }
    int bound = (int) most;
    return in -> gzip ? gunzip(in, bound) : zlib(in, bound);
  }

  /** What gzip holds, at most {@code most} octets of it. */
  public static byte[] gunzip(byte[] in, int most) {
    try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(in))) {
      return read(stream, most);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** What zlib's format holds, at most {@code most} octets of it. */
  public static byte[] zlib(byte[] in, int most) {
    return inflate(in, most, new Inflater(false));
  }

  /** What a bare deflated stream holds, at most {@code most} octets of it. */
  public static byte[] deflated(byte[] in, int most) {
    return inflate(in, most, new Inflater(true));
  }

  private static byte[] inflate(byte[] in, int most, Inflater inflater) {
    try (InputStream stream = new InflaterInputStream(new ByteArrayInputStream(in), inflater)) {
      return read(stream, most);
    } catch (IOException e) {
      return new byte[0];
    } finally {
      inflater.end();
    }
  }

  /** Reads what can be read before the bound or the first fault. */
  private static byte[] read(InputStream stream, int most) {
    var out = new ByteArrayOutputStream();
    byte[] piece = new byte[1024];
    try {
      while (out.size() < most) {
        int read = stream.read(piece, 0, Math.min(piece.length, most - out.size()));
        if (read < 0) {
          break;
        }
        out.write(piece, 0, read);
      }
    } catch (IOException e) {
      return out.toByteArray();
    }
    return out.toByteArray();
  }
}
