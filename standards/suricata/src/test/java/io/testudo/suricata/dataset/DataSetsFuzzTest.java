package io.testudo.suricata.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.suricata.text.MalformedRuleException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DataSetsFuzzTest {
  private static final long SEED = Long.getLong("seed", 42L);
  private static final String LIST =
      "YWJj,7\n\n# comment\n192.0.2.1\n2001:db8::1,65535\n0cc175b9c0f1b6a831c399e269772661,1\r\n";

  @Test
  void readsOrRefusesListsWithAnyOctetsSpoilt() throws IOException {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] list = LIST.getBytes(StandardCharsets.US_ASCII);
      for (int n = random.nextInt(3); n > 0; n--) {
        list[random.nextInt(list.length)] = (byte) random.nextInt(256);
      }
      int from = random.nextInt(list.length);
      byte[] part = java.util.Arrays.copyOfRange(list, from, list.length);
      ValueType type = ValueType.values()[random.nextInt(ValueType.values().length)];
      try {
        DataSet set = new DataSets().set("s", type, "list", name -> part);
        assertThat(set.loaded().size()).isLessThanOrEqualTo(4);
      } catch (MalformedRuleException e) {
        assertThat(e.reason()).hasSizeLessThan(200);
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 19_999);
  }

  @Test
  void keepsTheNewestChangesWhereThereAreTooMany() {
    SetMemory memory = new SetMemory();
    DataSet set = new DataSet("s", ValueType.STRING, java.util.Map.of());
    for (int i = 0; i < 300_000; i++) {
      assertThat(memory.add(set, "value " + i)).isTrue();
    }
    assertThat(memory.holds(set, "value 0")).isFalse();
    assertThat(memory.holds(set, "value 299999")).isTrue();
  }
}
