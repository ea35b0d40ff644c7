package io.testudo.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MerkleFrontierTest {

  @Test
  void hasTheNaiveRootAfterEachAppend() {
    Random random = Chance.of(this);
    List<Digest> leaves = new ArrayList<>();
    MerkleFrontier frontier = MerkleFrontier.empty();
    for (int size = 0; size <= 300; size++) {
      assertThat(frontier.size()).isEqualTo(size);
      assertThat(frontier.root()).isEqualTo(NaiveTree.root(leaves));
      assertThat(MerkleFrontier.of(i -> leaves.get((int) i), size)).isEqualTo(frontier);
      assertThat(MerkleFrontier.ofBytes(frontier.toBytes())).isEqualTo(frontier);

      Digest leaf = Digest.of(Chance.bytes(random, 32));
      leaves.add(leaf);
      frontier = frontier.append(leaf);
    }
  }

  @Test
  void appendingLeavesTheOldValueAsItWas() {
    MerkleFrontier one = MerkleFrontier.empty().append(leaf(1));
    byte[] before = one.toBytes();

    assertThat(one.append(leaf(2)).size()).isEqualTo(2);
    assertThat(one.toBytes()).isEqualTo(before);
  }

  @Test
  void tellsOfEachNodeOnceWhenItIsFull() {
    Map<List<Long>, Digest> told = new HashMap<>();
    List<Digest> leaves = new ArrayList<>();
    MerkleFrontier frontier = MerkleFrontier.empty();
    for (int i = 0; i < 21; i++) {
      leaves.add(leaf(i));
      frontier =
          frontier.append(
              leaf(i),
              (level, index, hash) ->
                  assertThat(told.put(List.of((long) level, index), hash)).isNull());
    }
    LeafHashes plain = i -> leaves.get((int) i);

    assertThat(told).hasSize(21 + 10 + 5 + 2 + 1);
    told.forEach(
        (at, hash) ->
            assertThat(hash).isEqualTo(plain.subtree(at.getFirst().intValue(), at.getLast())));
  }

  @Test
  void readsEveryStoredFormEverWritten() throws IOException {
    MerkleFrontier eleven = MerkleFrontier.empty();
    for (int i = 0; i < 11; i++) {
      eleven = eleven.append(leaf(i));
    }
    byte[] stored = HexFormat.of().parseHex(golden("merkle-frontier-v1.hex"));

    assertThat(MerkleFrontier.ofBytes(stored)).isEqualTo(eleven);
    assertThat(eleven.toBytes()).isEqualTo(stored);
  }

  @Test
  void refusesStoredFormsThatDoNotFit() {
    byte[] good = MerkleFrontier.empty().append(leaf(1)).append(leaf(2)).append(leaf(3)).toBytes();
    byte[] negative = ByteBuffer.allocate(9).put((byte) 1).putLong(Long.MIN_VALUE).array();
    byte[] later = good.clone();
    later[0] = 2;

    assertRefused(new byte[0]);
    assertRefused(negative);
    assertRefused(later);
    for (int length = 0; length < good.length; length++) {
      assertRefused(java.util.Arrays.copyOf(good, length));
    }
    assertRefused(java.util.Arrays.copyOf(good, good.length + 1));
  }

  @Test
  void survivesAnyBytes() {
    Random random = Chance.of(this);
    byte[] good = MerkleFrontier.empty().append(leaf(1)).append(leaf(2)).append(leaf(3)).toBytes();
    for (int i = 0; i < 20_000; i++) {
      byte[] input = Chance.mutate(random, good);
      try {
        assertThat(MerkleFrontier.ofBytes(input).toBytes()).isEqualTo(input);
      } catch (MalformedException expected) {
        assertThat(expected.getMessage()).contains("stored frontier");
      }
    }
  }

  private static void assertRefused(byte[] stored) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> MerkleFrontier.ofBytes(stored));
  }

  private static Digest leaf(int content) {
    return MerkleTree.leafHash(new byte[] {(byte) content});
  }

  private static String golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(MerkleFrontierTest.class.getResourceAsStream("/golden/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
  }
}
