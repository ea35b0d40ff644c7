package io.testudo.suricata.dissection;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.suricata.protocol.Dissector;
import io.testudo.suricata.protocol.Ports;
import io.testudo.suricata.protocol.Side;
import io.testudo.suricata.protocol.TransactionLog;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Octets that begin as a protocol does, spoilt anywhere: no exception, and no octet read twice. */
class DissectorFuzzTest {

  private static final long SEED = Long.getLong("seed", 7_331L);
  private static final int ROUNDS = 30_000;

  @ParameterizedTest
  @CsvSource({
    "http1,474554202f6120485454502f312e310d0a486f73743a20610d0a436f6e74656e742d4c656e6774683a20330d0a0d0a616263",
    "http1,485454502f312e3120323030204f4b0d0a5472616e736665722d456e636f64696e673a206368756e6b65640d0a0d0a330d0a",
    "http2,000012010500000001828684418cf1e3c2e5f23a6ba0ab90f4ff000003000000000001616263",
    "websocket,818512345678737271706f8103616263c10161",
    "tls,160301003c01000038030300112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
    "tls,16030300200b00001c00001900001630143012a003020102020101300d06092a864886f7",
    "dns,001d010203040001000000000000036162630263640000010001c00c00010001",
    "sip,494e56495445207369703a61205349502f322e300d0a546f3a20620d0a436f6e74656e742d4c656e6774683a20330d0a0d0a763d30",
    "ssh,5353482d322e302d780d0a0000001c0614000102030405060708090a0b0c0d0e0f00000001610000000162",
    "smb,0000005aff534d42a2000000001807c8000000000000000000000000ffff0100000801000cff0000000400",
    "smb,00000084fe534d4240000100000000000500010000000000000000000100000000000000000000000000000000000000000000",
    "dcerpc,05000b031000000048000000010000000010001000000000010000000000010078563412341234abcdef0123456789ab",
    "krb5,000000406a3e303ca103020105a20302010aa430302ea00703050040810010a1123010a003020101a109300730",
    "snmp,302902010104067075626c6963a01c0204010203040201000201003010300e060a2b0601020101010100050000",
    "ldap,300c020101600702010304008000300c0201016107",
    "ntp,2300000000000000000000004c4f434c000000000000000000000000000000000000000000000000000000000000000000",
    "ftp,5553455220610d0a50415353206220630d0a",
    "smtp,45484c4f20610d0a4d41494c2046524f4d3a3c613e0d0a444154410d0a5375626a6563743a20610d0a0d0a78790d0a2e0d0a",
    "enip,6f001a0000000000000000000000000000000000000000000000000002000000000b2000a000a02200624010100040003",
    "nfs,8000002800000001000000000000000200018633000000030000000100000000000000000000000000000000",
    "modbus,000100000006010300000002000200000006010f0000000a"
  })
  void readsWhateverComes(String protocol, String begin) {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    byte[] begun = HexFormat.of().parseHex(begin.length() % 2 == 0 ? begin : begin + "0");
    for (int round = 0; round < ROUNDS; round++) {
      byte[] octets = spoilt(random, begun);
      boolean isStream = random.nextBoolean();
      Dissector dissector = new Dissectors().dissector(protocol, new Ports(1, 2), isStream);
      assertThat(dissector).as(protocol).isNotNull();
      TransactionLog log = new TransactionLog();
      for (Side side : List.of(Side.TO_SERVER, Side.TO_CLIENT, Side.TO_SERVER)) {
        feed(dissector, side, octets, log, random);
      }
      dissector.end(Side.TO_SERVER, log);
      dissector.end(Side.TO_CLIENT, log);
      assertThat(log.open().size()).isLessThanOrEqualTo(512);
    }
  }

  private static void feed(
      Dissector dissector, Side side, byte[] octets, TransactionLog log, Random random) {
    byte[] left = octets;
    int rounds = 0;
    while (left.length > 0) {
      int shown = random.nextInt(4) == 0 ? 1 + random.nextInt(left.length) : left.length;
      int used;
      try {
        used = dissector.read(side, left, shown, log);
      } catch (RuntimeException e) {
        throw new AssertionError(
            dissector.getClass().getSimpleName() + " on " + HexFormat.of().formatHex(left), e);
      }
      assertThat(used).isBetween(Dissector.BROKEN, shown);
      if (used == Dissector.BROKEN || (used == 0 && shown == left.length)) {
        if (used == 0) {
          dissector.rest(side, left, left.length, log);
        }
        return;
      }
      left = Arrays.copyOfRange(left, used, left.length);
      assertThat(++rounds).isLessThan(10_000);
    }
  }

  /** A few octets changed, a piece repeated or cut, noise behind. */
  private static byte[] spoilt(Random random, byte[] begun) {
    byte[] octets = Arrays.copyOf(begun, begun.length + random.nextInt(40));
    for (int i = begun.length; i < octets.length; i++) {
      octets[i] = (byte) random.nextInt(256);
    }
    for (int n = random.nextInt(6); n > 0; n--) {
      octets[random.nextInt(octets.length)] =
          (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(4) * 85);
    }
    return Arrays.copyOf(octets, 1 + random.nextInt(octets.length));
  }
}
