package io.testudo.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Isolated("takes the process's standard streams")
class RulesCommandTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String RULE =
      """
      title: Archiver runs
      id: 6f3e2987-db24-4c78-a860-b4f4095a7095
      level: high
      tags: [attack.collection, attack.t1560.001]
      logsource: {product: windows, category: process_creation}
      detection:
        selection: {Image|endswith: '\\rar.exe'}
        filter: {User|startswith: adm_}
        condition: selection and not filter
      """;

  @TempDir private Path folder;

  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void takeStreams() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveStreamsBack() {
    System.setOut(realOut);
    System.setErr(realErr);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private int rules(Object... arguments) {
    String[] texts = new String[arguments.length + 1];
    texts[0] = "rules";
    for (int i = 0; i < arguments.length; i++) {
      texts[i + 1] = arguments[i].toString();
    }
    out.reset();
    err.reset();
    return CommandLineFace.run(texts);
  }

  private Path file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  /** A process as the Security log of a machine tells it. */
  private static String process(String image, String user) {
    return """
        {"@timestamp": "2026-03-01T10:00:00.000Z", "Channel": "Security", "EventID": 4688, \
        "Hostname": "pc1", "NewProcessName": "%s", "SubjectUserName": "%s"}
        """
        .formatted(image.replace("\\", "\\\\"), user);
  }

  @Test
  void explainsWhichSearchHeldAndWhereItsFieldWasRead() throws IOException {
    Path rule = file("rule.yml", RULE);
    Path events = file("events.json", process("C:\\rar.exe", "bob") + process("C:\\x.exe", "bob"));
    assertThat(rules("explain", rule, events)).isEqualTo(CommandLineFace.DONE);
    assertThat(out())
        .contains("record 1", "the rule holds", "selection", "filter")
        .contains("✔ Image (NewProcessName) = ‘C:\\rar.exe’, wants ‘*\\rar.exe’")
        .contains("✘ Image (NewProcessName) = ‘C:\\x.exe’, wants ‘*\\rar.exe’")
        .contains("2 log records, 2 of the rule's log source; the rule holds for 1");
    assertThat(rules("explain", rule, events, "--record", 2)).isEqualTo(CommandLineFace.FOUND);
    assertThat(out()).contains("record 2").doesNotContain("record 1 ");
  }

  @Test
  void explainsWhyAnEventIsOfNoLogSourceOfTheRule() throws IOException {
    Path rule = file("rule.yml", RULE);
    Path events = file("events.json", process("C:\\rar.exe", "bob").replace("4688", "4689"));
    assertThat(rules("explain", rule, events)).isEqualTo(CommandLineFace.FOUND);
    assertThat(out()).contains("none of the log sources", "✔ Channel", "✘ EventID = ‘4689’");
  }

  @Test
  void aRuleCannotWriteToTheTerminalByItsLogSource() throws IOException {
    Path rule = file("rule.yml", RULE.replace("windows", "\"win\\e[2Jdows\""));
    Path events = file("events.json", process("C:\\rar.exe", "bob"));
    rules("explain", rule, events);
    assertThat(out()).contains("Archiver runs", "win [2jdows").doesNotContain("\u001b");
    rules("coverage", events, "--rules", rule, "--no-starter-rules", "--verbose");
    assertThat(out()).contains("win [2jdows", "rules can fire here").doesNotContain("\u001b");
  }

  @Test
  void explainsAsJson() throws IOException {
    file("site/rule.yml", RULE);
    Path site = folder.resolve("site");
    Path events = file("events.json", process("C:\\rar.exe", "bob"));
    assertThat(rules("explain", "archiver runs", events, "--rules", site, "--json"))
        .isEqualTo(CommandLineFace.DONE);
    JsonNode told = JSON.readTree(out());
    assertThat(told.path("holds").asBoolean()).isTrue();
    assertThat(told.path("rule").asString()).isEqualTo("6f3e2987-db24-4c78-a860-b4f4095a7095");
  }

  @Test
  void aRuleOrRecordThatIsNotThereIsAWrongCall() throws IOException {
    Path events = file("events.json", process("C:\\rar.exe", "bob"));
    assertThat(rules("explain", "no such rule", events)).isEqualTo(CommandLineFace.WRONG_CALL);
    assertThat(err()).contains("rule (no such rule) must be");
    assertThat(rules("explain", file("rule.yml", RULE), events, "--record", 9))
        .isEqualTo(CommandLineFace.WRONG_CALL);
    assertThat(err()).contains("record (9) must be one of the 1");
    assertThat(rules("explain", file("bad.yml", RULE.replace("condition", "c")), events))
        .isEqualTo(CommandLineFace.WRONG_CALL);
    assertThat(err()).contains("has no condition");
  }

  @Test
  void testsRulesAgainstEventsWithAKnownVerdict() throws IOException {
    file("site/rule.yml", RULE);
    file("site/events.json", process("C:\\rar.exe", "bob"));
    Path test =
        file(
            "site/test.yml",
            "format: testudo-rule-test\nversion: 1\nrules: rule.yml\n"
                + "cases: [{name: bob packs, events: events.json, fires: true}]\n");
    Path report = folder.resolve("report.xml");
    assertThat(rules("test", folder.resolve("site"), "--junit", report))
        .isEqualTo(CommandLineFace.DONE);
    assertThat(out()).contains("1 tests pass, 0 do not");
    assertThat(Files.readString(report)).contains("failures=\"0\"");
    Files.writeString(test, Files.readString(test).replace("true", "false"));
    assertThat(rules("test", folder.resolve("site"))).isEqualTo(CommandLineFace.FOUND);
    assertThat(out()).contains("Archiver runs: bob packs: the rule held 1 times; it must hold 0");
    Files.delete(test);
    assertThat(rules("test", folder.resolve("site"))).isEqualTo(CommandLineFace.WRONG_CALL);
  }

  @Test
  void coverageTellsWhatCanFireHereAndWritesALayer() throws IOException {
    file("site/rule.yml", RULE);
    file(
        "site/other.yml",
        RULE.replace("6f3e", "7f3e").replace("runs", "of a mac").replace("windows", "macos"));
    file(
        "site/blind.yml",
        RULE.replace("6f3e", "8f3e")
            .replace("runs", "by hash")
            .replace("Image|endswith", "Hashes"));
    Path events = file("events.json", process("C:\\x.exe", "bob"));
    Path layer = folder.resolve("layer.json");
    assertThat(
            rules(
                "coverage",
                events,
                "--no-starter-rules",
                "--rules",
                folder.resolve("site"),
                "--navigator",
                layer))
        .isEqualTo(CommandLineFace.DONE);
    assertThat(out())
        .contains("1  windows/process_creation/*", "collection", "T1560.001 1/3")
        .contains("1  macos/process_creation/*")
        .contains("Archiver by hash  windows/process_creation/*: Hashes")
        .contains("1 of 3 rules can fire here, for 1 of 1 techniques");
    JsonNode told = JSON.readTree(Files.readString(layer));
    assertThat(told.path("versions").path("layer").asString()).isEqualTo("4.5");
    assertThat(told.path("techniques").path(0).path("techniqueID").asString())
        .isEqualTo("T1560.001");
    assertThat(told.path("techniques").path(0).path("score").asInt()).isEqualTo(1);
  }

  @Test
  void coverageTakesSourcesAndRulesOfADataFolder() throws IOException {
    file("site/rule.yml", RULE);
    file("logs/events.json", process("C:\\x.exe", "bob"));
    file(
        "testudo.yaml",
        "rules: ["
            + folder.resolve("site")
            + "]\nsources:\n  - {name: logs, folder: "
            + folder.resolve("logs")
            + "}\n");
    assertThat(rules("coverage", "--data", folder, "--no-starter-rules"))
        .as(err())
        .isEqualTo(CommandLineFace.DONE);
    assertThat(out()).contains("1 of 1 rules can fire here");
    assertThat(rules("coverage", "--no-starter-rules")).isEqualTo(CommandLineFace.WRONG_CALL);
  }

  @Test
  void anExceptionIsWrittenAfterItsEffectWasTold() throws IOException {
    file("site/rule.yml", RULE);
    Path site = folder.resolve("site");
    Path events =
        file(
            "events.json",
            process("C:\\rar.exe", "bob")
                + process("C:\\rar.exe", "backup: 'x' #1")
                + process("C:\\x.exe", "bob"));
    Object[] call = {
      "except",
      "archiver runs",
      "--rules",
      site,
      "--over",
      events,
      "--where",
      "User|startswith=backup: 'x' #"
    };
    assertThat(rules(call)).as(err()).isEqualTo(CommandLineFace.DONE);
    assertThat(out())
        .contains("1 of 2 matches in 3 log records would have been removed", "Written to");
    assertThat(rules("check", site)).isEqualTo(CommandLineFace.DONE);
    assertThat(rules("explain", "archiver runs", events, "--rules", site))
        .isEqualTo(CommandLineFace.DONE);
    assertThat(out()).contains("the rule holds for 1", "filter 'Exception to Archiver runs'");
    assertThat(rules(call)).isEqualTo(CommandLineFace.WRONG_CALL);
    assertThat(err()).contains("exception must be new; it is that of");
  }

  @Test
  void anExceptionThatRemovesEveryMatchIsNotWrittenUnasked() throws IOException {
    file("site/rule.yml", RULE);
    Path site = folder.resolve("site");
    Path events = file("events.json", process("C:\\rar.exe", "bob"));
    Object[] call = {
      "except", "archiver runs", "--rules", site, "--over", events, "--where", "User=*"
    };
    assertThat(rules(call)).isEqualTo(CommandLineFace.FOUND);
    assertThat(out()).contains("1 of 1 matches", "Not written");
    try (var files = Files.list(site)) {
      assertThat(files).hasSize(1);
    }
    assertThat(rules("except", "archiver runs", "--rules", site, "--where", "no condition"))
        .isEqualTo(CommandLineFace.WRONG_CALL);
    assertThat(err()).contains("--where (no condition) must be field=value");
    assertThat(rules("except", "archiver runs", "--rules", site, "--where", "User|x=y"))
        .isEqualTo(CommandLineFace.WRONG_CALL);
    assertThat(err()).contains("modifier 'x' of field 'User' is not known");
  }
}
