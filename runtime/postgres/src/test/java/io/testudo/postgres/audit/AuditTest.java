package io.testudo.postgres.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.testudo.ports.EventLog;
import io.testudo.ports.LogVerification;
import io.testudo.ports.LogVerification.Damage;
import io.testudo.ports.LogVerification.Damage.Kind;
import io.testudo.postgres.TestLog;
import io.testudo.postgres.heads.HeadsFile;
import io.testudo.testkit.SampleFacts;
import io.testudo.testkit.Seed;
import io.testudo.testkit.SeededClock;
import io.testudo.transparency.Checkpoint;
import io.testudo.transparency.CheckpointVerifier;
import io.testudo.transparency.Digest;
import io.testudo.transparency.MerkleFrontier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes a log from outside, as someone with the database in his hands would, and verifies it. */
final class AuditTest {

  private final Seed seed = Seed.of(AuditTest.class);
  private final SeededClock clock = seed.clock();

  @TempDir Path folder;

  private TestLog stored;
  private @Nullable EventLog open;

  /** Forty facts, with signed heads of 10, 20 and 40. */
  @BeforeEach
  void fill() {
    stored = TestLog.fresh(folder);
    append(0, 10);
    append(10, 10);
    append(20, 20);
  }

  private void append(int first, int count) {
    close();
    try (EventLog log = stored.open(clock)) {
      log.commit(transaction -> transaction.appendAll(SampleFacts.actions(first, count)));
    }
    clock.advance(Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  private LogVerification verify() {
    if (open == null) {
      open = stored.open(clock);
    }
    return open.verify();
  }

  private List<Damage> damages() {
    LogVerification found = verify();
    assertThat(found).isInstanceOf(LogVerification.Damaged.class);
    return ((LogVerification.Damaged) found).damages();
  }

  @Test
  void findsNothingWhereNothingWasChanged() {
    assertThat(verify()).isInstanceOf(LogVerification.Intact.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changesOfOneFact")
  void namesTheFactThatWasChanged(String change) throws SQLException {
    stored.run("update fact set " + change + " where sequence = 17");
    assertThat(damages())
        .first()
        .satisfies(
            damage -> {
              assertThat(damage.kind()).isEqualTo(Kind.CHANGED);
              assertThat(damage.sequence()).isEqualTo(17);
              assertThat(damage.statement()).startsWith("fact 17 was changed: ");
            });
  }

  static Stream<Arguments> changesOfOneFact() {
    return Stream.of(
        arguments("payload = replace(payload, 'ana', 'bob')"),
        arguments("payload = payload || ' '"),
        arguments("payload = ''"),
        arguments("salt = set_byte(salt, 31, get_byte(salt, 31) # 1)"),
        arguments("salt = 'x'"),
        arguments("salt = null, payload = null, digest = sha256('other')"),
        arguments("digest = set_byte(digest, 0, get_byte(digest, 0) # 128)"),
        arguments("leaf = set_byte(leaf, 5, get_byte(leaf, 5) # 1)"),
        arguments("leaf = ''"),
        arguments("id = id || 'x'"),
        arguments("id = ''"),
        arguments("id_hash = sha256('other')"),
        arguments("kind = 'finding-raised'"),
        arguments("time = time + interval '1 microsecond'"),
        arguments("time = 'infinity'"),
        arguments("sealed_at = sealed_at - interval '1 day'"));
  }

  @Test
  void findsAnyByteOfAPayloadThatIsChanged() throws SQLException {
    RandomGenerator random = seed.random();
    for (int round = 0; round < 10; round++) {
      int sequence = 1 + random.nextInt(40);
      String payload = stored.ask("select payload from fact where sequence = " + sequence);
      int at = random.nextInt(payload.length());
      String other = payload.charAt(at) == 'z' ? "y" : "z";
      stored.update(
          "update fact set payload = ? where sequence = " + sequence,
          payload.substring(0, at) + other + payload.substring(at + 1));
      assertThat(damages()).extracting(Damage::sequence).containsExactly((long) sequence);
      stored.update("update fact set payload = ? where sequence = " + sequence, payload);
    }
    assertThat(verify()).isInstanceOf(LogVerification.Intact.class);
  }

  @Test
  void namesEachOfSeveralFactsThatWereChanged() throws SQLException {
    stored.run("update fact set kind = 'x' where sequence in (3, 12, 39)");
    assertThat(damages()).extracting(Damage::sequence).containsExactly(3L, 12L, 39L);
  }

  @Test
  void tellsOfAtMostAHundredChanges() throws SQLException {
    append(40, 200);
    stored.run("update fact set kind = 'x'");
    assertThat(damages()).hasSize(100);
  }

  @Test
  void findsTwoFactsThatChangedPlaces() throws SQLException {
    stored.run(
        "update fact set sequence = -1 where sequence = 5",
        "update fact set sequence = 5 where sequence = 6",
        "update fact set sequence = 6 where sequence = -1");
    assertThat(damages()).extracting(Damage::sequence).contains(5L, 6L);
  }

  @Test
  void findsAFactThatWasChangedTogetherWithItsLeaf() throws SQLException {
    // As someone does who knows the rule of the leaves: fact 15 is replaced by another, whole one.
    TestLog other = TestLog.fresh(folder.resolve("other"));
    try (EventLog log = other.open(clock)) {
      log.commit(transaction -> transaction.appendAll(SampleFacts.actions(100, 40)));
    }
    stored.run(
        "update fact set (id, id_hash, kind, time, sealed_at, digest, leaf, salt, payload) ="
            + " (select id, id_hash, kind, time, sealed_at, digest, leaf, salt, payload from "
            + other.schema()
            + ".fact where sequence = 15) where sequence = 15");
    assertThat(damages())
        .singleElement()
        .satisfies(
            damage -> {
              assertThat(damage.kind()).isEqualTo(Kind.HEAD);
              assertThat(damage.sequence()).as("after the last good head").isEqualTo(11);
              assertThat(damage.statement()).contains("facts 11 to 20");
            });
  }

  @Test
  void namesAFactThatWasRemoved() throws SQLException {
    stored.run("delete from fact where sequence = 23");
    assertThat(damages()).containsExactly(new Damage(Kind.REMOVED, 23, "fact 23 is missing"));
  }

  @Test
  void namesFactsThatWereRemovedAtTheBeginning() throws SQLException {
    stored.run("delete from fact where sequence <= 4");
    assertThat(damages()).containsExactly(new Damage(Kind.REMOVED, 1, "facts 1 to 4 are missing"));
  }

  @Test
  void findsFactsThatWereRemovedAndTheRestMovedUp() throws SQLException {
    stored.run(
        "delete from fact where sequence = 23",
        "update fact set sequence = -sequence + 1 where sequence > 23",
        "update fact set sequence = -sequence where sequence < 0");
    assertThat(damages()).first().extracting(Damage::sequence).isEqualTo(23L);
  }

  @Test
  void findsFactsBeforeTheFirst() throws SQLException {
    stored.run("update fact set sequence = 0 where sequence = 40");
    assertThat(damages()).extracting(Damage::sequence).containsExactly(0L, 40L);
  }

  @Test
  void namesATailThatWasCut() throws SQLException {
    stored.run("delete from fact where sequence > 33");
    assertThat(damages())
        .containsExactly(new Damage(Kind.CUT, 34, "facts 34 to 40 are missing at the end"));
  }

  @Test
  void namesATailThatWasCutTogetherWithTheStoredHead() throws SQLException {
    stored.run("delete from fact where sequence > 20");
    stored.update("update log_head set size = 20, frontier = ?", frontierOf(20));
    assertThat(damages())
        .singleElement()
        .satisfies(
            damage -> {
              assertThat(damage.kind()).isEqualTo(Kind.CUT);
              assertThat(damage.sequence()).isEqualTo(21);
              assertThat(damage.statement()).contains("a head of 40 facts was signed");
            });
  }

  @Test
  void findsACutThatWasWrittenOver() throws SQLException {
    stored.run("delete from fact where sequence > 20");
    stored.update("update log_head set size = 20, frontier = ?", frontierOf(20));
    append(100, 30);
    assertThat(damages())
        .first()
        .satisfies(
            damage -> {
              assertThat(damage.kind()).isEqualTo(Kind.HEAD);
              assertThat(damage.sequence()).isEqualTo(21);
            });
  }

  private byte[] frontierOf(int size) throws SQLException {
    MerkleFrontier frontier = MerkleFrontier.empty();
    for (int sequence = 1; sequence <= size; sequence++) {
      String leaf = stored.ask("select encode(leaf, 'hex') from fact where sequence = " + sequence);
      frontier = frontier.append(Digest.ofHex(leaf));
    }
    return frontier.toBytes();
  }

  @Test
  void findsAStoredHeadThatWasChanged() throws SQLException {
    stored.update("update log_head set frontier = ?", frontierWithAnotherLeaf());
    assertThat(damages()).singleElement().extracting(Damage::kind).isEqualTo(Kind.HEAD);
  }

  private byte[] frontierWithAnotherLeaf() throws SQLException {
    byte[] bytes = frontierOf(40);
    bytes[bytes.length - 1] ^= 1;
    return bytes;
  }

  @Test
  void findsFactsThatWereNeverSealed() throws SQLException {
    stored.run(
        "insert into fact (sequence, id, id_hash, kind, time, sealed_at, digest, leaf, salt,"
            + " payload) select 41, 'x', sha256('x'), kind, time, sealed_at, digest, leaf, salt,"
            + " payload from fact where sequence = 40");
    assertThat(damages()).extracting(Damage::sequence).containsOnly(41L);
  }

  @Test
  void findsAnInnerNodeThatWasChangedRemovedOrAdded() throws SQLException {
    append(40, 800);
    assertThat(verify()).isInstanceOf(LogVerification.Intact.class);
    for (String change :
        List.of(
            "update tree_node set hash = sha256('x') where level = 8 and position = 1",
            "delete from tree_node where level = 9",
            "insert into tree_node values (12, 0, sha256('x'))")) {
      stored.run("create table kept as select * from tree_node", change);
      assertThat(damages()).as(change).extracting(Damage::kind).containsExactly(Kind.HEAD);
      stored.run(
          "delete from tree_node", "insert into tree_node select * from kept", "drop table kept");
    }
    assertThat(verify()).isInstanceOf(LogVerification.Intact.class);
  }

  @Test
  void findsAnyByteOfTheSignedHeadsThatIsChanged() throws IOException {
    Path heads = folder.resolve(HeadsFile.NAME);
    byte[] original = Files.readAllBytes(heads);
    RandomGenerator random = seed.random();
    for (int round = 0; round < 30; round++) {
      byte[] changed = original.clone();
      int at = random.nextInt(changed.length);
      changed[at] ^= (byte) (1 << random.nextInt(7));
      Files.write(heads, changed);
      assertThat(verify()).as("byte %d", at).isInstanceOf(LogVerification.Damaged.class);
    }
    Files.write(heads, original);
    assertThat(verify()).isInstanceOf(LogVerification.Intact.class);
  }

  @Test
  void findsSignedHeadsThatWereCutOrRemoved() throws IOException {
    Path heads = folder.resolve(HeadsFile.NAME);
    byte[] original = Files.readAllBytes(heads);
    for (int length : List.of(original.length - 1, original.length / 2, 10, 0)) {
      close();
      Files.write(heads, Arrays.copyOf(original, length));
      assertThat(damages())
          .singleElement()
          .satisfies(
              damage -> {
                assertThat(damage.kind()).isEqualTo(Kind.HEAD);
                assertThat(damage.statement()).contains("a head of 40 was signed");
              });
    }
  }

  @Test
  void doesNotTakeHeadsThatAnotherKeySigned() throws IOException {
    TestLog other = TestLog.fresh(folder.resolve("other"));
    try (EventLog log = other.open(clock)) {
      log.commit(transaction -> transaction.appendAll(SampleFacts.actions(0, 40)));
    }
    Files.copy(
        other.folder().resolve(HeadsFile.NAME),
        folder.resolve(HeadsFile.NAME),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(damages()).extracting(Damage::kind).containsOnly(Kind.HEAD);
  }

  @Test
  void refusesToStartWithoutTheKeyOfItsHeads() throws IOException {
    Files.delete(folder.resolve("log.key"));
    assertThatIllegalArgumentException()
        .isThrownBy(this::verify)
        .withMessageContaining("log.key must be there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"log.key", "log.pub"})
  void refusesAKeyWhoseBytesAreDamagedInOneLine(String name) throws IOException {
    byte[] damaged = Files.readAllBytes(folder.resolve(name));
    Arrays.fill(damaged, damaged.length / 2, damaged.length, (byte) 0xff);
    Files.write(folder.resolve(name), damaged);

    assertThatIllegalArgumentException()
        .isThrownBy(this::verify)
        .withMessageContaining("must")
        .withMessageContaining("Ed25519 key")
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1).hasSizeLessThan(400));
  }

  @Test
  void staysIntactWhereFactsAreForgotten() throws SQLException {
    try (EventLog log = stored.open(clock)) {
      assertThat(log.forget(clock.instant().minus(Duration.ofMinutes(1)))).isEqualTo(20);
      assertThat(log.verify()).isEqualTo(new LogVerification.Intact(log.head(), 20));
    }
    stored.run("update fact set id = 'other' where sequence = 3");
    assertThat(damages()).extracting(Damage::sequence).containsExactly(3L);
  }

  @Test
  void signsHeadsThatAnyoneCanCheck() throws IOException {
    CheckpointVerifier verifier =
        CheckpointVerifier.parse(Files.readString(folder.resolve("log.pub")).strip());
    List<Checkpoint> heads =
        Arrays.stream(
                new String(
                        Files.readAllBytes(folder.resolve(HeadsFile.NAME)), StandardCharsets.UTF_8)
                    .split("(?<=\n\n— [^\n]{0,500}\n)\n"))
            .map(Checkpoint::parse)
            .toList();
    assertThat(heads).extracting(head -> head.head().size()).containsExactly(10L, 20L, 40L);
    assertThat(heads).allMatch(head -> head.isFrom(verifier));
  }

  /** The rule of the leaves as docs/formats/event-log.md gives it to people, in SQL alone. */
  @Test
  void canBeVerifiedByHand() throws SQLException {
    assertThat(
            stored.ask(
                """
                select bool_and(digest = sha256(salt || convert_to(payload, 'UTF8')))
                   and bool_and(leaf = sha256('\\x00'::bytea || convert_to(format(
                     '{"digest":"%s","id":%s,"kind":"%s","sealedAt":"%s","sequence":%s,"time":"%s","v":1}',
                     encode(digest, 'hex'), to_json(id), kind,
                     regexp_replace(to_char(sealed_at at time zone 'UTC',
                       'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '(\\.000000|000)Z$', 'Z'),
                     sequence,
                     regexp_replace(to_char(time at time zone 'UTC',
                       'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '(\\.000000|000)Z$', 'Z')), 'UTF8')))
                from fact
                """))
        .isEqualTo("t");
  }
}
