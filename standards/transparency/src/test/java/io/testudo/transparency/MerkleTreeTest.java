package io.testudo.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {

  /** The eight leaves with which Certificate Transparency implementations compare themselves. */
  private static final List<Digest> LEAVES =
      List.of(
              "",
              "00",
              "10",
              "2021",
              "3031",
              "40414243",
              "5051525354555657",
              "606162636465666768696a6b6c6d6e6f")
          .stream()
          .map(hex -> MerkleTree.leafHash(HexFormat.of().parseHex(hex)))
          .toList();

  private static final List<String> ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  private static final String LEAF_1 =
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
  private static final String LEAVES_2_3 =
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
  private static final String LEAVES_4_TO_7 =
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
  private static final String LEAF_4 =
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
  private static final String LEAVES_4_5 =
      "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
  private static final String LEAVES_6_7 =
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";

  @Test
  void hasThePublishedRoots() {
    for (int size = 0; size <= LEAVES.size(); size++) {
      assertThat(MerkleTree.root(leaves(LEAVES), size).toHex()).isEqualTo(ROOTS.get(size));
      assertThat(NaiveTree.root(LEAVES.subList(0, size)).toHex()).isEqualTo(ROOTS.get(size));
    }
  }

  @Test
  void makesThePublishedInclusionProofs() {
    assertThat(inclusionPath(0, 1)).isEmpty();
    assertThat(inclusionPath(0, 8)).containsExactly(LEAF_1, LEAVES_2_3, LEAVES_4_TO_7);
    assertThat(inclusionPath(5, 8)).containsExactly(LEAF_4, LEAVES_6_7, ROOTS.get(4));
    assertThat(inclusionPath(2, 3)).containsExactly(ROOTS.get(2));
    assertThat(inclusionPath(1, 5)).containsExactly(ROOTS.get(1), LEAVES_2_3, LEAF_4);
  }

  @Test
  void makesThePublishedConsistencyProofs() {
    assertThat(consistencyPath(1, 1)).isEmpty();
    assertThat(consistencyPath(1, 8)).containsExactly(LEAF_1, LEAVES_2_3, LEAVES_4_TO_7);
    assertThat(consistencyPath(6, 8)).containsExactly(LEAVES_4_5, LEAVES_6_7, ROOTS.get(4));
    assertThat(consistencyPath(2, 5)).containsExactly(LEAVES_2_3, LEAF_4);
  }

  @Test
  void everyInclusionProofIsThatOfTheDefinitionAndProvesItsLeafAlone() {
    List<Digest> all = randomLeaves(Chance.of(this), 64);
    for (int size = 1; size <= all.size(); size++) {
      Digest root = NaiveTree.root(all.subList(0, size));
      for (int index = 0; index < size; index++) {
        InclusionProof proof = MerkleTree.inclusionProof(leaves(all), index, size);

        assertThat(proof.path()).isEqualTo(NaiveTree.path(index, all.subList(0, size)));
        assertThat(proof.proves(all.get(index), root)).isTrue();
        assertThat(proof.proves(all.get((index + 1) % 64), root)).isFalse();
        for (int other = 0; other < size; other++) {
          assertThat(new InclusionProof(other, size, proof.path()).proves(all.get(index), root))
              .isEqualTo(other == index);
        }
      }
    }
  }

  @Test
  void everyConsistencyProofIsThatOfTheDefinitionAndProvesItsRootsAlone() {
    List<Digest> all = randomLeaves(Chance.of(this), 64);
    List<Digest> roots =
        IntStream.rangeClosed(0, 64).mapToObj(n -> NaiveTree.root(all.subList(0, n))).toList();
    for (int second = 0; second <= 64; second++) {
      for (int first = 0; first <= second; first++) {
        ConsistencyProof proof = MerkleTree.consistencyProof(leaves(all), first, second);

        assertThat(proof.path()).isEqualTo(NaiveTree.consistency(first, all.subList(0, second)));
        assertThat(proof.proves(roots.get(first), roots.get(second))).isTrue();
        assertThat(proof.proves(roots.get((first + 1) % 65), roots.get(second))).isFalse();
        if (first > 0) {
          assertThat(proof.proves(roots.get(first), roots.get((second + 1) % 65))).isFalse();
        }
      }
    }
  }

  @Test
  void noProofSurvivesAChangedBitOrAMissingOrAddedHash() {
    List<Digest> all = randomLeaves(Chance.of(this), 64);
    for (int size : new int[] {1, 2, 3, 7, 8, 13, 33, 64}) {
      Digest root = NaiveTree.root(all.subList(0, size));
      for (int index = 0; index < size; index++) {
        InclusionProof proof = MerkleTree.inclusionProof(leaves(all), index, size);
        Digest leaf = all.get(index);
        for (List<Digest> path : damaged(proof.path(), 8)) {
          assertThat(provesInclusion(index, size, path, leaf, root)).isFalse();
        }
        Digest firstRoot = NaiveTree.root(all.subList(0, index + 1));
        ConsistencyProof grown = MerkleTree.consistencyProof(leaves(all), index + 1, size);
        for (List<Digest> path : damaged(grown.path(), 8)) {
          assertThat(new ConsistencyProof(index + 1, size, path).proves(firstRoot, root)).isFalse();
        }
      }
    }
  }

  @Test
  void everySingleBitOfAProofMatters() {
    List<Digest> all = randomLeaves(Chance.of(this), 13);
    Digest root = NaiveTree.root(all);
    InclusionProof included = MerkleTree.inclusionProof(leaves(all), 5, 13);
    ConsistencyProof grown = MerkleTree.consistencyProof(leaves(all), 6, 13);
    Digest before = NaiveTree.root(all.subList(0, 6));

    assertThat(damaged(included.path(), 1))
        .hasSizeGreaterThan(4 * 256)
        .noneMatch(path -> provesInclusion(5, 13, path, all.get(5), root));
    assertThat(damaged(grown.path(), 1))
        .hasSizeGreaterThan(4 * 256)
        .noneMatch(path -> new ConsistencyProof(6, 13, path).proves(before, root));
  }

  @Test
  void everyPossibleProofOfHugeTreesEndsQuickly() {
    Digest some = MerkleTree.emptyRoot();
    List<Digest> longest = java.util.Collections.nCopies(63, some);

    assertThat(new InclusionProof(Long.MAX_VALUE - 1, Long.MAX_VALUE, longest).proves(some, some))
        .isFalse();
    assertThat(new ConsistencyProof(Long.MAX_VALUE - 1, Long.MAX_VALUE, longest).proves(some, some))
        .isFalse();
  }

  @Test
  void usesStoredSubtreesWhereTheStoreHasThem() {
    // A tree so large that reading its leaves would never end; all its leaves are alike.
    List<Digest> levels = new ArrayList<>(List.of(MerkleTree.leafHash(new byte[0])));
    while (levels.size() < 63) {
      levels.add(MerkleTree.nodeHash(levels.getLast(), levels.getLast()));
    }
    LeafHashes stored =
        new LeafHashes() {
          @Override
          public Digest leaf(long index) {
            return levels.getFirst();
          }

          @Override
          public Digest subtree(int level, long index) {
            return levels.get(level);
          }
        };
    long size = Long.MAX_VALUE - 12_345;
    Digest root = MerkleTree.root(stored, size);

    assertThat(MerkleFrontier.of(stored, size).root()).isEqualTo(root);
    assertThat(MerkleTree.inclusionProof(stored, size / 3, size).proves(levels.getFirst(), root))
        .isTrue();
    assertThat(
            MerkleTree.consistencyProof(stored, size / 5, size)
                .proves(MerkleTree.root(stored, size / 5), root))
        .isTrue();
  }

  @Test
  void namesWhatIsWrongWithAnIndexOrSize() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> MerkleTree.inclusionProof(leaves(LEAVES), 8, 8))
        .withMessageContaining("(8)");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> MerkleTree.consistencyProof(leaves(LEAVES), 8, 7));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> MerkleTree.root(leaves(LEAVES), -1));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> new InclusionProof(3, 3, List.of()));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> new ConsistencyProof(4, 3, List.of()));
  }

  private static boolean provesInclusion(
      long index, long size, List<Digest> path, Digest leaf, Digest root) {
    return new InclusionProof(index, size, path).proves(leaf, root);
  }

  /** The path with each step-th bit flipped, each hash removed or doubled, neighbours swapped. */
  private static List<List<Digest>> damaged(List<Digest> path, int step) {
    List<List<Digest>> all = new ArrayList<>();
    for (int at = 0; at < path.size(); at++) {
      for (int bit = 0; bit < 256; bit += step) {
        byte[] bytes = path.get(at).toBytes();
        bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        List<Digest> flipped = new ArrayList<>(path);
        flipped.set(at, Digest.of(bytes));
        all.add(flipped);
      }
      List<Digest> shorter = new ArrayList<>(path);
      shorter.remove(at);
      all.add(shorter);
      List<Digest> longer = new ArrayList<>(path);
      longer.add(at, path.get(at));
      all.add(longer);
    }
    List<Digest> tail = new ArrayList<>(path);
    tail.add(MerkleTree.emptyRoot());
    all.add(tail);
    return all;
  }

  private static List<String> inclusionPath(long index, long size) {
    return MerkleTree.inclusionProof(leaves(LEAVES), index, size).path().stream()
        .map(Digest::toHex)
        .toList();
  }

  private static List<String> consistencyPath(long first, long second) {
    return MerkleTree.consistencyProof(leaves(LEAVES), first, second).path().stream()
        .map(Digest::toHex)
        .toList();
  }

  private static LeafHashes leaves(List<Digest> hashes) {
    return index -> hashes.get((int) index);
  }

  private static List<Digest> randomLeaves(Random random, int count) {
    return IntStream.range(0, count).mapToObj(i -> Digest.of(Chance.bytes(random, 32))).toList();
  }
}
