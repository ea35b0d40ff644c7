package io.testudo.telemetry.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.telemetry.Gathered;
import io.testudo.telemetry.ParkedRecord;
import io.testudo.telemetry.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Gzip, zip and tar, as they come and as they break. */
class ContainersTest {

  private static byte[] json(int number) {
    return ("{\"n\":" + number + "}\n").getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> numbers(Gathered read) {
    return read.logs().stream().map(log -> log.fields().text("n")).toList();
  }

  private static List<String> items(Gathered read) {
    return read.logs().stream().map(log -> log.origin().item()).toList();
  }

  private static List<String> parked(Gathered read) {
    return read.parked.stream()
        .map(parked -> parked.origin().item() + " " + parked.reason())
        .toList();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] storedZip(byte[]... contents) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < contents.length; i++) {
        ZipEntry entry = new ZipEntry("e" + i);
        CRC32 checksum = new CRC32();
        checksum.update(contents[i]);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(contents[i].length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(contents[i]);
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  @Test
  void readsAllMembersOfAGzipFile() {
    Gathered read =
        Gathered.of(
            "x.gz",
            joined(
                Samples.gzip(json(1)),
                Samples.gzip(json(2)),
                "padding".getBytes(StandardCharsets.UTF_8)));

    assertThat(numbers(read)).containsExactly("1", "2");
    assertThat(items(read)).containsOnly("x.gz");
    assertThat(read.parked).isEmpty();
  }

  @Test
  void readsWhatIsThereOfAGzipFileThatBreaksOff() {
    byte[] whole = Samples.gzip(json(1));

    Gathered read = Gathered.of("x.gz", java.util.Arrays.copyOf(whole, whole.length - 4));

    assertThat(numbers(read)).containsExactly("1");
    assertThat(parked(read)).containsExactly("x.gz ends before its checksum");
  }

  @Test
  void saysWhereContentsAreDamaged() {
    byte[] gzip = Samples.gzip(json(1));
    gzip[gzip.length - 6] ^= 1;

    assertThat(parked(Gathered.of("x.gz", gzip)))
        .containsExactly("x.gz holds data that its checksum does not confirm");
  }

  @Test
  void readsStoredAndDeflatedEntriesNestedInOneAnother() throws IOException {
    byte[] tarGz = Samples.gzip(Samples.tar("in/a.json", json(1), "b.json", json(2)));
    Map<String, byte[]> inner = new LinkedHashMap<>();
    inner.put("deep.zip", storedZip(json(3), json(4)));
    inner.put("logs.tar.gz", tarGz);

    Gathered read = Gathered.of("x.zip", storedZip(Samples.zip(inner)));

    assertThat(items(read))
        .containsExactly(
            "x.zip!e0!deep.zip!e0",
            "x.zip!e0!deep.zip!e1",
            "x.zip!e0!logs.tar.gz!in/a.json",
            "x.zip!e0!logs.tar.gz!b.json");
    assertThat(numbers(read)).containsExactly("3", "4", "1", "2");
    assertThat(read.parked).isEmpty();
  }

  @Test
  void passesOverEntriesThatItCannotRead() throws IOException {
    byte[] encrypted = storedZip(json(1), json(2));
    encrypted[6] |= 1;
    byte[] packed = storedZip(json(1), json(2));
    packed[8] = 12;

    assertThat(numbers(Gathered.of("x", encrypted))).containsExactly("2");
    assertThat(parked(Gathered.of("x", encrypted))).containsExactly("x!e0 is encrypted");
    assertThat(parked(Gathered.of("x", packed)))
        .containsExactly("x!e0 is packed by method 12, which is not read here");
  }

  @Test
  void findsTheNextEntryBehindDamage() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i < 3; i++) {
      entries.put("e" + i, json(i));
    }
    byte[] zip = Samples.zip(entries);
    int second = new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\3\4", 10);
    zip[second + 33] = 7;

    Gathered read = Gathered.of("x", zip);

    assertThat(numbers(read)).contains("0", "2");
    assertThat(read.parked).hasSize(1);
  }

  @Test
  void readsLongNamesOfTar() {
    String longName = "a/".repeat(90) + "log.json";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Samples.tarEntry(out, "././@LongLink", 'L', (longName + "\0").getBytes(StandardCharsets.UTF_8));
    Samples.tarEntry(out, longName.substring(0, 100), '0', json(1));
    String record = " path=" + longName + "\n";
    int length = record.length() + 3;
    Samples.tarEntry(out, "PaxHeaders/x", 'x', (length + record).getBytes(StandardCharsets.UTF_8));
    Samples.tarEntry(out, "short", '0', json(2));
    Samples.tarEntry(out, "link", '2', new byte[0]);
    Samples.tarEntry(out, "folder/", '5', new byte[0]);
    Samples.tarEntry(out, "plain", '0', json(3));
    out.writeBytes(new byte[1024]);

    Gathered read = Gathered.of("x.tar", out.toByteArray());

    assertThat(items(read))
        .containsExactly("x.tar!" + longName, "x.tar!" + longName + "#2", "x.tar!plain");
    assertThat(numbers(read)).containsExactly("1", "2", "3");
  }

  @Test
  void saysThatATarBreaksOff() {
    byte[] tar = Samples.tar("a", json(1), "b", json(2));

    Gathered inContent = Gathered.of("x", java.util.Arrays.copyOf(tar, 512 + 4));
    Gathered inHeader = Gathered.of("x", java.util.Arrays.copyOf(tar, 1024 + 100));

    assertThat(parked(inContent)).containsExactly("x!a ends in the middle of an entry");
    assertThat(numbers(inHeader)).containsExactly("1");
    assertThat(inHeader.parked)
        .extracting(ParkedRecord::reason)
        .containsExactly("has no valid entry header at byte 1024");
  }

  @Test
  void takesTheTimeOfUndatedRecordsFromTheArchive() {
    Gathered read = Gathered.of("x", Samples.tar("a", json(1), "b", json(2)));

    assertThat(read.logs())
        .extracting(log -> log.time().toString())
        .containsOnly("2026-03-01T10:00:00Z");
  }

  @Test
  void givesEveryEntryAnItemOfItsOwnEvenWhereNamesRepeat() throws IOException {
    byte[] zip = storedZip(json(1), json(2), json(3));
    for (int i = 0; i + 1 < zip.length; i++) {
      if (zip[i] == 'e' && zip[i + 1] == '1') {
        zip[i + 1] = '0';
      }
    }
    assertThat(items(Gathered.of("x.zip", zip)))
        .containsExactly("x.zip!e0", "x.zip!e0#2", "x.zip!e2");

    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (String name : List.of("a", "a#3", "a", "a#3", "a!b")) {
      Samples.tarEntry(tar, name, '0', json(1));
    }
    tar.writeBytes(new byte[1024]);
    assertThat(items(Gathered.of("x.tar", tar.toByteArray())))
        .containsExactly("x.tar!a", "x.tar!a#3", "x.tar!a#3#3", "x.tar!a#3#4", "x.tar!a%21b");
  }
}
