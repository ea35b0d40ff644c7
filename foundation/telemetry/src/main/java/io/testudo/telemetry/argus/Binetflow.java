package io.testudo.telemetry.argus;

import io.testudo.telemetry.flow.CommunityId;
import io.testudo.telemetry.flow.IcmpTypes;
import io.testudo.telemetry.flow.Protocols;
import io.testudo.telemetry.record.Columns;
import io.testudo.telemetry.record.MalformedRecordException;
import io.testudo.telemetry.record.RecordDecoder;
import io.testudo.telemetry.record.TimeText;
import io.testudo.vocabulary.entity.IpAddress;
import io.testudo.vocabulary.event.Endpoint;
import io.testudo.vocabulary.event.Event;
import io.testudo.vocabulary.event.Flow;
import io.testudo.vocabulary.event.FlowState;
import io.testudo.vocabulary.event.InterArrival;
import io.testudo.vocabulary.event.Origin;
import io.testudo.vocabulary.event.Traffic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decodes flows in the columns that {@code ra} prints for both directions (<i>binetflow</i>),
 * separated by commas or tabs, in any order. Addresses other than those of IP, and Argus's own
 * reports, tell of no flow. Columns that are not named here, labels among them, are not kept.
 *
 * <p>Bytes are those of frames, as Argus counts them. Where no column tells the packets of the
 * source, they are taken to be the same share of all packets as its bytes are of all bytes.
 */
public final class Binetflow implements RecordDecoder {

  private static final double MOST_SECONDS = 100 * 86_400.0;

  private final ZoneId zone;
  private @Nullable Columns columns;

  /**
   * @param zone the zone of the times
   */
  public Binetflow(ZoneId zone) {
    this.zone = zone;
  }

  /** Whether text that begins so is such lines. */
  public static boolean recognises(String head) {
    // Lines of flows begin with a time: most need no closer look.
    if (head.isEmpty() || !Character.isLetter(head.charAt(0))) {
      return false;
    }
    Columns names = new Columns(head.lines().findFirst().orElse(""));
    return names.has("starttime")
        && names.has("srcaddr")
        && names.has("dstaddr")
        && names.has("proto")
        && names.has("state");
  }

  @Override
  public @Nullable Event decode(Origin origin, byte[] bytes, int from, int length)
      throws MalformedRecordException {
    String line = new String(bytes, from, length, StandardCharsets.UTF_8);
    Columns names = columns;
    if (names == null || recognises(line)) {
      columns = new Columns(line);
      return null;
    }
    names.line(line);
    int protocol = Protocols.number(names.text("proto"));
    IpAddress source = IpAddress.parseOrNull(names.text("srcaddr"));
    IpAddress destination = IpAddress.parseOrNull(names.text("dstaddr"));
    if (protocol == Protocols.UNKNOWN) {
      return null;
    }
    if (source == null || destination == null || source.version() != destination.version()) {
      throw new MalformedRecordException("has no two addresses of one version");
    }
    return flow(origin, names, protocol, source, destination);
  }

  @Override
  public void pass(byte[] bytes, int from, int length) {
    if (columns == null) {
      columns = new Columns(new String(bytes, from, length, StandardCharsets.UTF_8));
    }
  }

  private Flow flow(
      Origin origin, Columns names, int protocol, IpAddress source, IpAddress destination)
      throws MalformedRecordException {
    long bytes = names.count("totbytes");
    long packets = names.count("totpkts");
    long sourceBytes = names.has("srcbytes") ? names.count("srcbytes") : bytes;
    long sourcePackets =
        names.has("srcpkts") ? names.count("srcpkts") : share(packets, sourceBytes, bytes);
    if (sourceBytes > bytes || sourcePackets > packets) {
      throw new MalformedRecordException("counts more of the source than of both sides");
    }
    String state = names.text("state").toUpperCase(Locale.ROOT);
    Traffic ofSource = traffic(sourcePackets, sourceBytes, ArgusState.forwardFlags(state));
    Traffic ofDestination =
        traffic(packets - sourcePackets, bytes - sourceBytes, ArgusState.backwardFlags(state));
    boolean isSwapped = names.text("dir").equals("<-");
    boolean isIcmp = IcmpTypes.isIcmp(protocol);
    int from = port(names.text("sport"));
    int to = isIcmp ? code(from) : port(names.text("dport"));
    Endpoint first = new Endpoint(source, isIcmp ? type(from) : from);
    Endpoint second = new Endpoint(destination, to);
    Endpoint originator = isSwapped ? second : first;
    Endpoint responder = isSwapped ? first : second;
    Traffic forward = isSwapped ? ofDestination : ofSource;
    Traffic backward = isSwapped ? ofSource : ofDestination;
    Instant start = time(names.text("starttime"));
    return new Flow(
        origin,
        start,
        start.plusNanos((long) (seconds(names.text("dur")) * 1e9)),
        protocol,
        originator,
        responder,
        state(state, protocol, isSwapped, forward, backward),
        forward,
        backward,
        "",
        CommunityId.of(protocol, originator, responder));
  }

  private static FlowState state(
      String state, int protocol, boolean isSwapped, Traffic forward, Traffic backward) {
    int bar = state.indexOf('_');
    String told =
        isSwapped && bar >= 0 ? state.substring(bar + 1) + "_" + state.substring(0, bar) : state;
    return ArgusState.of(told, protocol, forward.packets(), backward.packets());
  }

  /** So many of the packets as the part is of the whole, at least one of each side that sent. */
  private static long share(long packets, long part, long whole) {
    if (part == 0 || whole == 0) {
      return 0;
    }
    if (part >= whole || packets < 2) {
      return packets;
    }
    return Math.clamp(Math.round((double) packets * part / whole), 1, packets - 1);
  }

  private static Traffic traffic(long packets, long bytes, int flags) {
    return new Traffic(packets, 0, bytes, 0, flags, InterArrival.UNKNOWN);
  }

  /**
   * A port in decimal, or with {@code 0x} before it in hexadecimal; a name is none that we know.
   */
  private static int port(String text) throws MalformedRecordException {
    try {
      int number =
          text.isEmpty()
              ? 0
              : text.startsWith("0x")
                  ? Integer.parseInt(text.substring(2), 16)
                  : Integer.parseInt(text);
      if (number >= 0 && number <= 65_535) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new MalformedRecordException("has no valid port");
  }

  /** The type of ICMP, which stands alone or before the code. */
  private static int type(int number) {
    return number > 0xFF ? number >>> 8 : number;
  }

  private static int code(int number) {
    return number > 0xFF ? number & 0xFF : 0;
  }

  private Instant time(String text) throws MalformedRecordException {
    Instant time = TimeText.parse(text.replace('/', '-'), zone);
    time = time == null ? TimeText.parseEpochSeconds(text) : time;
    if (time == null) {
      throw new MalformedRecordException("has no valid time");
    }
    return time;
  }

  private static double seconds(String text) {
    try {
      double seconds = text.isEmpty() ? 0 : Double.parseDouble(text);
      return seconds >= 0 && seconds <= MOST_SECONDS ? seconds : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
