package io.testudo.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogSourceMappingTest {

  private static boolean holds(String source, String search, SigmaEvent event) {
    String yaml =
        "title: T\nid: 0f3c0a4e-8a4f-4d0c-9d55-3a6f4f3b9f10\nlogsource: {"
            + source
            + "}\n"
            + "detection:\n  s: {"
            + search
            + "}\n  condition: s\n";
    RuleReport report = Rules.load(yaml);
    assertThat(report.refusals()).isEmpty();
    return !RuleSet.compile(report.rules(), Rules.MAPPING).match(event).isEmpty();
  }

  @Test
  void processCreationIsSysmonsOrTheSecurityLogs() {
    String rule = "product: windows, category: process_creation";
    String search = "Image|endswith: '\\cmd.exe', ParentImage|endswith: '\\word.exe'";
    JsonEvent sysmon =
        JsonEvent.of(
            """
            {"Channel": "Microsoft-Windows-Sysmon/Operational", "EventID": 1,
             "Image": "C:\\\\cmd.exe", "ParentImage": "C:\\\\word.exe"}""");
    JsonEvent security =
        JsonEvent.of(
            """
            {"Channel": "security", "EventID": "4688",
             "NewProcessName": "C:\\\\cmd.exe", "ParentProcessName": "C:\\\\word.exe"}""");
    JsonEvent other =
        JsonEvent.of(
            """
            {"Channel": "Security", "EventID": 4689, "Image": "C:\\\\cmd.exe",
             "ParentImage": "C:\\\\word.exe"}""");
    assertThat(holds(rule, search, sysmon)).isTrue();
    assertThat(holds(rule, search, security)).isTrue();
    assertThat(holds(rule, search, other)).isFalse();
    assertThat(holds("product: windows, service: sysmon", search, sysmon)).isTrue();
    assertThat(holds("product: windows, service: sysmon", search, security)).isFalse();
    assertThat(holds("product: windows", "EventID: 4689", other)).isTrue();
    assertThat(holds("category: process_creation", search, sysmon)).isTrue();
    assertThat(holds("product: linux, category: process_creation", search, sysmon)).isFalse();
  }

  @Test
  void joinsAndRewritesTheFieldsOfARegistryAudit() {
    JsonEvent event =
        JsonEvent.of(
            """
            {"Channel": "Security", "EventID": 4657, "OperationType": "%%1905",
             "ObjectName": "\\\\REGISTRY\\\\MACHINE\\\\SYSTEM\\\\ControlSet001\\\\Services\\\\X",
             "ObjectValueName": "Start", "NewValue": "4"}""");
    String search = "TargetObject: 'HKLM\\System\\CurrentControlSet\\Services\\X\\Start'";
    assertThat(holds("product: windows, category: registry_set", search, event)).isTrue();
    assertThat(holds("product: windows, category: registry_event", search, event)).isTrue();
    assertThat(holds("product: windows, category: registry_delete", search, event)).isFalse();
  }

  @Test
  void zeekLogsAreAlsoProxyWebserverAndDns() {
    LogSource http = new LogSource("zeek", "", "http");
    JsonEvent web =
        JsonEvent.of("{\"host\": \"a.example\", \"uri\": \"/x?y\", \"user_agent\": \"bot\"}")
            .declaring(http);
    assertThat(holds("category: proxy", "c-uri: 'a.example/x?y', c-useragent: bot", web)).isTrue();
    assertThat(holds("category: proxy", "c-uri|startswith: /x", web)).isTrue();
    assertThat(holds("category: webserver", "cs-uri-query|contains: '\\?y'", web)).isTrue();
    assertThat(holds("product: zeek, service: http", "c-uri: '/x?y'", web)).isTrue();
    JsonEvent dns =
        JsonEvent.of("{\"_path\": \"dns\", \"query\": \"a.b\", \"answers\": [\"1.2.3.4\"]}");
    assertThat(holds("category: dns", "query: a.b, answer|startswith: '1.'", dns)).isTrue();
    assertThat(holds("product: zeek, service: dns", "query: a.b", dns)).isTrue();
    assertThat(holds("category: proxy", "query: a.b", dns)).isFalse();
  }

  @Test
  void syslogIsToldApartByItsProgram() {
    JsonEvent event = JsonEvent.of("{\"app_name\": \"sshd\", \"message\": \"Accepted\"}");
    String search = "message: accepted";
    assertThat(holds("product: linux, service: sshd", search, event)).isTrue();
    assertThat(holds("product: linux, service: auth", search, event)).isTrue();
    assertThat(holds("product: linux", search, event)).isTrue();
    assertThat(holds("product: linux, service: cron", search, event)).isFalse();
  }

  @Test
  void aRuleOfAnUnmappedSourceIsTestedOnEventsThatDeclareIt() {
    String rule = "product: acme, service: vault";
    JsonEvent declaring =
        JsonEvent.of("{\"f\": 1}").declaring(new LogSource("acme", "audit", "vault"));
    JsonEvent other = JsonEvent.of("{\"f\": 1}").declaring(new LogSource("acme", "", "door"));
    assertThat(Rules.MAPPING.knows(new LogSource("acme", "", "vault"))).isFalse();
    assertThat(holds(rule, "f: 1", declaring)).isTrue();
    assertThat(holds(rule, "f: 1", other)).isFalse();
    assertThat(holds(rule, "f: 1", JsonEvent.of("{\"f\": 1}"))).isFalse();
  }

  @Test
  void aMatchNamesTheSourceItWasTakenFor() {
    String yaml =
        "title: T\nlogsource: {category: dns}\ndetection:\n  s: {query: x}\n  condition: s\n";
    RuleSet rules = RuleSet.compile(Rules.load(yaml).rules(), Rules.MAPPING);
    assertThat(rules.match(JsonEvent.of("{\"_path\": \"dns\", \"query\": \"x\"}")))
        .singleElement()
        .satisfies(m -> assertThat(m.logSource()).isEqualTo(new LogSource("", "dns", "")));
  }

  @Test
  void aMappingWithMistakesIsRefusedWithAllOfThem() {
    String mapping =
        """
        format: testudo-sigma-mapping
        version: 1
        surprise: yes
        sources:
          - logsource: {}
          - logsource: {product: a, colour: red}
            when: nothing
          - logsource: {product: b}
            fields: {x: {with: ','}}
        """;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogSourceMapping.read("m.yml", mapping.getBytes(StandardCharsets.UTF_8)))
        .withMessageContaining("m.yml")
        .withMessageContaining("'surprise'")
        .withMessageContaining("line 5")
        .withMessageContaining("'colour'")
        .withMessageContaining("when must be a list")
        .withMessageContaining("each or join");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> LogSourceMapping.read("m.yml", "format: x".getBytes(StandardCharsets.UTF_8)))
        .withMessageContaining("version: 1");
  }

  @Test
  void processesOfTheElasticCommonSchemaAreProcessCreation() {
    JsonEvent event =
        JsonEvent.of(
            """
            {"event": {"category": ["process"], "type": ["start"]},
             "host": {"os": {"type": "windows"}}, "user": {"domain": "EX", "name": "bob"},
             "process": {"executable": "C:\\\\cmd.exe", "parent": {"executable": "C:\\\\word.exe"}}}""");
    String search =
        "Image|endswith: '\\cmd.exe', ParentImage|endswith: '\\word.exe', User: 'EX\\bob'";
    assertThat(holds("product: windows, category: process_creation", search, event)).isTrue();
    assertThat(holds("product: linux, category: process_creation", search, event)).isFalse();
  }

  @Test
  void processesOfOcsfAreProcessCreation() {
    JsonEvent event =
        JsonEvent.of(
            """
            {"class_uid": 1007, "activity_id": 1, "device": {"os": {"type_id": 200}},
             "process": {"file": {"path": "/bin/sh"}, "cmd_line": "sh -i"},
             "actor": {"process": {"file": {"path": "/usr/sbin/nginx"}}}}""");
    String search = "Image: /bin/sh, CommandLine: sh -i, ParentImage|endswith: nginx";
    assertThat(holds("product: linux, category: process_creation", search, event)).isTrue();
    assertThat(holds("product: windows, category: process_creation", search, event)).isFalse();
  }

  @Test
  void aRegistryValueOfOcsfIsOneTarget() {
    JsonEvent event =
        JsonEvent.of(
            """
            {"class_uid": 201002, "activity_id": 2,
             "reg_value": {"path": "HKLM\\\\Run", "name": "x", "data": "evil.exe"}}""");
    assertThat(
            holds(
                "product: windows, category: registry_set",
                "TargetObject: 'HKLM\\Run\\x', Details: evil.exe",
                event))
        .isTrue();
  }
}
