package io.testudo.telemetry.protocol.plant.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.testudo.telemetry.stream.MalformedMessageException;
import io.testudo.telemetry.stream.Sent;
import io.testudo.telemetry.stream.SentBytes;
import io.testudo.telemetry.stream.Side;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages as the application protocol's specification gives them as examples. */
class ModbusMessagesTest {

  private static final String READ = "000700000006010300 6B0003";
  private static final String READ_ANSWER = "000700000009010306022B00000064";

  private final ModbusMessages modbus = new ModbusMessages();
  private final List<String> told = new ArrayList<>();

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  private int read(Side side, byte[] bytes) throws MalformedMessageException {
    return modbus.read(
        SentBytes.of(bytes, side), (nanos, protocol, fields) -> told.add(fields.toString()));
  }

  @Test
  void tellsTheRegistersOfARequestWithTheValuesOfItsAnswer() throws Exception {
    assertThat(read(Side.ORIGINATOR, hex(READ))).isEqualTo(12);
    assertThat(read(Side.RESPONDER, hex(READ_ANSWER))).isEqualTo(15);

    assertThat(told.get(0))
        .contains("READ_HOLDING_REGISTERS", "pdu_type=REQ", "address=107", "quantity=3");
    assertThat(told.get(1)).contains("pdu_type=RESP", "address=107", "quantity=3", "555, 0, 100");
  }

  @Test
  void tellsCoilsInTheOrderOfTheirAddresses() throws Exception {
    read(Side.ORIGINATOR, hex("00010000000601010013 0013"));
    read(Side.RESPONDER, hex("000100000006010103CD6B05"));

    assertThat(told.get(1))
        .contains("1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1")
        .contains("quantity=19");
  }

  @Test
  void tellsWhatIsWritten() throws Exception {
    read(Side.ORIGINATOR, hex("00020000000BFF100001000204000A0102"));

    assertThat(told)
        .singleElement()
        .asString()
        .contains("unit=255", "WRITE_MULTIPLE_REGISTERS", "address=1", "10, 258");
  }

  @Test
  void tellsWhyARequestWasRefusedAndOfWhichPoint() throws Exception {
    read(Side.ORIGINATOR, hex("00010000000601 0104A10001"));
    read(Side.RESPONDER, hex("000100000003018102"));

    assertThat(told.get(1))
        .contains("READ_COILS_EXCEPTION", "exception=ILLEGAL_DATA_ADDRESS", "address=1185");
  }

  @Test
  void waitsForTheRestOfAMessage() throws Exception {
    for (int length = 0; length < 12; length++) {
      assertThat(read(Side.ORIGINATOR, Arrays.copyOf(hex(READ), length))).isZero();
    }
    assertThat(told).isEmpty();
  }

  @Test
  void goesOnBehindBytesThatWereNotCaptured() throws Exception {
    assertThat(modbus.missed(Side.ORIGINATOR, 5)).isTrue();
    byte[] rest = hex("0001 0000 0006 01" + READ + READ);

    int taken = read(Side.ORIGINATOR, rest);
    assertThat(taken).isEqualTo(7);
    read(Side.ORIGINATOR, Arrays.copyOfRange(rest, taken, rest.length));

    assertThat(told).singleElement().asString().contains("address=107");
  }

  @Test
  void refusesWhatHasNoHeaderOfModbus() {
    assertThatThrownBy(() -> read(Side.ORIGINATOR, hex("474554202F20485454502F")))
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void saysWhichMessageIsShorterThanItsFunctionNeeds() throws Exception {
    read(Side.ORIGINATOR, hex("0001000000040103006B"));

    assertThat(told).singleElement().asString().contains("malformed=true");
  }

  @Test
  void remembersRequestsAcrossSavingAndOnlySoMany() throws Exception {
    for (int i = 0; i < 1000; i++) {
      read(Side.ORIGINATOR, hex(READ));
    }
    assertThat(modbus.held()).isLessThan(4096);
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    modbus.save(new DataOutputStream(saved));
    ModbusMessages restored = new ModbusMessages();
    restored.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
    told.clear();
    restored.read(
        SentBytes.of(hex(READ_ANSWER), Side.RESPONDER),
        (nanos, protocol, fields) -> told.add(fields.toString()));

    assertThat(told).singleElement().asString().contains("address=107");
  }

  @Test
  void nothingButTheDeclaredExceptionEscapesFromHostileBytes() throws IOException {
    long seed = Long.getLong("seed", 20_261_127L);
    Random random = new Random(seed);
    byte[] good = hex(READ + "00020000000BFF100001000204000A0102" + "000100000003018102");
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int j = random.nextInt(4); j > 0 && bytes.length > 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Side side = random.nextBoolean() ? Side.ORIGINATOR : Side.RESPONDER;
      if (random.nextInt(10) == 0) {
        modbus.missed(side, 1);
      }
      Sent sent = SentBytes.of(bytes, side);
      try {
        int taken = modbus.read(sent, (nanos, protocol, fields) -> {});
        assertThat(taken).as("seed %d, round %d", seed, i).isBetween(0, bytes.length);
      } catch (MalformedMessageException e) {
        assertThat(e).hasMessageContaining(" ");
      }
      assertThat(modbus.held()).isLessThan(4096);
    }
  }
}
