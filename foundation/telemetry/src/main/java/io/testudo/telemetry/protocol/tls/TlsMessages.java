package io.testudo.telemetry.protocol.tls;

import io.testudo.telemetry.stream.Dissector;
import io.testudo.telemetry.stream.MalformedMessageException;
import io.testudo.telemetry.stream.Sent;
import io.testudo.telemetry.stream.Side;
import io.testudo.telemetry.stream.StoredFields;
import io.testudo.telemetry.stream.Told;
import io.testudo.vocabulary.event.Value;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * TLS: one message for a connection, once its handshake is done, an alert ends it or the connection
 * is over. Fields are those of Zeek's {@code ssl} log, with the fingerprints {@code ja3}, {@code
 * ja3s} and {@code ja4} and what the server's certificate says.
 */
public final class TlsMessages implements Dissector {

  private static final String PROTOCOL = "tls";
  private static final int MOST_RECORD = (1 << 14) + 2048;
  private static final int CHANGE_CIPHER = 20;
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int DATA = 23;
  private static final int TLS13 = 0x0304;
  private static final int PRE_SHARED_KEY = 41;
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_HELLO = 2;
  private static final int NAMED_CURVE = 3;

  private final Map<String, Value> client = new LinkedHashMap<>();
  private final Map<String, Value> server = new LinkedHashMap<>();
  private final Map<String, Value> certificate = new LinkedHashMap<>();
  private final Handshake fromClient = new Handshake();
  private final Handshake fromServer = new Handshake();
  private int certificateBytes;
  private long began;
  private @Nullable Side clientSide;
  private int version;
  private int cipher;
  private boolean fullHandshake;
  private boolean resumed;
  private boolean established;

  @Override
  public int read(Sent sent, Told told) throws MalformedMessageException {
    if (sent.length() < 5) {
      return 0;
    }
    int type = sent.u8(0);
    int length = sent.u16(3);
    if (type < CHANGE_CIPHER || type > DATA + 1 || sent.u8(1) != 3 || length > MOST_RECORD) {
      throw new MalformedMessageException("has no TLS record where one must begin");
    }
    if (sent.length() < 5 + length) {
      return 0;
    }
    began = began == 0 ? sent.nanos() : began;
    boolean done = record(type, sent.part(5, length), sent.side());
    if (done) {
      tell(told);
      return ENOUGH;
    }
    return 5 + length;
  }

  /** Whether nothing more can be learned. */
  private boolean record(int type, Sent body, Side side) throws MalformedMessageException {
    boolean ofClient = side == clientSide;
    switch (type) {
      case HANDSHAKE -> handshake(body, side);
      case CHANGE_CIPHER -> {
        boolean first = !ofClient && !fromClient.encrypted;
        of(side).encrypted = true;
        resumed |= first && !fullHandshake && !isTls13();
        established |= !isTls13() && fromClient.encrypted && fromServer.encrypted;
      }
      case ALERT -> {
        boolean clear = body.length() == 2;
        if (clear) {
          server.put("last_alert", new Value.Text(TlsNames.alert(body.u8(1))));
        }
        return clear && body.u8(0) == 2;
      }
      default -> established |= isTls13() ? ofClient : fromClient.encrypted && fromServer.encrypted;
    }
    return established;
  }

  private Handshake of(Side side) {
    return side == clientSide ? fromClient : fromServer;
  }

  private void handshake(Sent body, Side side) throws MalformedMessageException {
    if (clientSide == null) {
      clientSide = body.length() > 0 && body.u8(0) == SERVER_HELLO ? side.other() : side;
    }
    Handshake handshake = of(side);
    if (handshake.encrypted) {
      return;
    }
    handshake.add(body);
    for (Sent next = handshake.next(body); next != null; next = handshake.next(body)) {
      message(next.u8(0), next.behind(4), side);
    }
    handshake.shrink();
  }

  private void message(int type, Sent body, Side side) throws MalformedMessageException {
    switch (type) {
      case CLIENT_HELLO -> hello(ClientHello.read(body));
      case SERVER_HELLO -> hello(ServerHello.read(body));
      case 11 -> {
        fullHandshake = true;
        if (side != clientSide && certificate.isEmpty() && !isTls13()) {
          Certificates.note(body, certificate);
          certificateBytes = body.length() + 1000;
        }
      }
      case 12 -> {
        fullHandshake = true;
        if (TlsNames.agreesOnACurve(cipher) && body.u8(0) == NAMED_CURVE) {
          server.put("curve", new Value.Text(TlsNames.group(body.u16(1))));
        }
      }
      case 14 -> fullHandshake = true;
      default -> {}
    }
  }

  private void hello(ClientHello hello) {
    client.clear();
    if (!hello.serverName().isEmpty()) {
      client.put("server_name", new Value.Text(hello.serverName()));
    }
    client.put("ja3", new Value.Text(hello.ja3()));
    client.put("ja4", new Value.Text(hello.ja4()));
  }

  private void hello(ServerHello hello) {
    if (hello.isRetry()) {
      return;
    }
    version = hello.version();
    cipher = hello.cipher();
    server.put("version", new Value.Text(TlsNames.version(hello.version())));
    server.put("cipher", new Value.Text(TlsNames.cipher(hello.cipher())));
    if (hello.group() != 0) {
      server.put("curve", new Value.Text(TlsNames.group(hello.group())));
    }
    if (!hello.protocol().isEmpty()) {
      server.put("next_protocol", new Value.Text(hello.protocol()));
    }
    server.put("ja3s", new Value.Text(hello.ja3s()));
    resumed |= isTls13() && hello.extensions().contains(PRE_SHARED_KEY);
  }

  /** The version itself, or one of its drafts. */
  private boolean isTls13() {
    return version == TLS13 || version >>> 8 == 0x7F;
  }

  private void tell(Told told) {
    if (client.isEmpty() && server.isEmpty()) {
      return;
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    copy(server, fields, "version");
    copy(server, fields, "cipher");
    copy(server, fields, "curve");
    copy(client, fields, "server_name");
    fields.put("resumed", new Value.Truth(resumed));
    copy(server, fields, "last_alert");
    copy(server, fields, "next_protocol");
    fields.put("established", new Value.Truth(established));
    fields.putAll(certificate);
    copy(client, fields, "ja3");
    copy(server, fields, "ja3s");
    copy(client, fields, "ja4");
    told.message(began, PROTOCOL, fields);
    client.clear();
    server.clear();
  }

  private static void copy(Map<String, Value> from, Map<String, Value> to, String name) {
    Value value = from.get(name);
    if (value != null) {
      to.put(name, value);
    }
  }

  @Override
  public void end(Told told) {
    tell(told);
  }

  @Override
  public int held() {
    return fromClient.held()
        + fromServer.held()
        + 100 * (client.size() + server.size())
        + certificateBytes;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    StoredFields.write(client, out);
    StoredFields.write(server, out);
    StoredFields.write(certificate, out);
    fromClient.save(out);
    fromServer.save(out);
    out.writeInt(certificateBytes);
    out.writeLong(began);
    Side known = clientSide;
    out.writeByte(known == null ? 0 : 1 + known.ordinal());
    out.writeShort(version);
    out.writeShort(cipher);
    out.writeBoolean(fullHandshake);
    out.writeBoolean(resumed);
    out.writeBoolean(established);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    client.putAll(StoredFields.read(in));
    server.putAll(StoredFields.read(in));
    certificate.putAll(StoredFields.read(in));
    fromClient.restore(in);
    fromServer.restore(in);
    certificateBytes = StoredFields.bounded(in.readInt(), 1 << 18, "size of a certificate");
    began = in.readLong();
    int known = StoredFields.bounded(in.readUnsignedByte(), 2, "side of a client");
    clientSide = known == 0 ? null : Side.values()[known - 1];
    version = in.readUnsignedShort();
    cipher = in.readUnsignedShort();
    fullHandshake = in.readBoolean();
    resumed = in.readBoolean();
    established = in.readBoolean();
  }
}
