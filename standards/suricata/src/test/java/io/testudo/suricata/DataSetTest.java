package io.testudo.suricata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetTest {
  private static final String EMPTY = "d41d8cd98f00b204e9800998ecf8427e";

  @TempDir private Path folder;

  @Test
  void findsAValueOfTheListBesideTheRules() throws IOException {
    write("agents.lst", base64("curl/8") + "\n" + base64("wget") + "\n");
    String rules =
        """
        alert http any any -> any any (http.user_agent; dataset:isset,ua,type string,load agents.lst; sid:1;)
        alert http any any -> any any (http.user_agent; dataset:isnotset,ua; sid:2;)
        """;
    assertThat(get(rules, "curl/8", "other")).containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void alertsOnlyOnWhatIsNewInASetThatRulesFill() throws IOException {
    String rules =
        "alert http any any -> any any (http.user_agent; dataset:set,seen,type string; sid:1;)";
    assertThat(get(rules, "a", "b", "a", "b")).containsExactly(1L, 1L);
  }

  @Test
  void forgetsWhatARuleTakesFromASet() throws IOException {
    write("known.lst", base64("a"));
    String rules =
        """
        alert http any any -> any any (http.user_agent; content:"a"; dataset:unset,k,type string,load known.lst; sid:1;)
        """;
    assertThat(get(rules, "a", "a")).containsExactly(1L);
  }

  @Test
  void comparesTheReputationOfADigest() throws IOException {
    write("bad.rep", EMPTY + ",7\n# comment\n0cc175b9c0f1b6a831c399e269772661,201\n");
    String rules =
        "alert http any any -> any any (http.user_agent; to_md5; datarep:bad,>,200,load bad.rep,type md5; sid:1;)";
    assertThat(get(rules, "a", "b")).containsExactly(1L);
  }

  @Test
  void findsAddressesOfEitherFamilyInOneSet() throws IOException {
    write("hosts.lst", "2001:db8::1\n192.0.2.7\n");
    write("four.lst", "10.0.0.1\n");
    String rules =
        """
        alert udp any any -> any any (ip.dst; dataset:isset,hosts,type ip,load hosts.lst; sid:1;)
        alert udp any any -> any any (ip.src; dataset:isset,four,type ipv4,load four.lst; sid:2;)
        alert udp any any -> any any (ip.src; dataset:isset,hosts; sid:3;)
        """;
    assertThat(wirings(rules, 9).udp(true, new byte[] {1}).sids())
        .containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void knowsAFileByItsDigest() throws IOException {
    write("files.md5", "0cc175b9c0f1b6a831c399e269772661\n");
    String rules =
        """
        alert http any any -> any any (filemd5:files.md5; sid:1;)
        alert http any any -> any any (filemd5:!files.md5; sid:2;)
        """;
    Wirings wirings = wirings(rules, 80).open().request("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    wirings.response("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na");
    assertThat(wirings.sids()).containsExactly(1L);
  }

  @Test
  void refusesAListThatIsNotThereOrNotBesideTheRules() throws IOException {
    String rules =
        """
        alert http any any -> any any (http.uri; dataset:isset,a,type string,load none.lst; sid:1;)
        alert http any any -> any any (http.uri; dataset:isset,b,type string,load ../up.lst; sid:2;)
        alert http any any -> any any (http.uri; dataset:isset,c,type string,load /etc/passwd; sid:3;)
        alert http any any -> any any (filemd5:a\0b; sid:4;)
        """;
    Files.writeString(folder.resolve("up.lst"), base64("a"));
    assertThat(report(rules).problems())
        .extracting(RuleProblem::kind)
        .containsOnly(RuleProblem.Kind.UNREADABLE)
        .hasSize(4);
  }

  @Test
  void findsAListFromWhereverTheRulesAreNamed() throws IOException {
    write("a.lst", base64("a"));
    write(
        "a.rules",
        "alert http any any -> any any (http.uri; dataset:isset,a,type string,load a.lst; sid:1;)");
    Path rules = folder.resolve("rules");
    Path here = Path.of("").toAbsolutePath().relativize(rules.toAbsolutePath());
    for (Path named : List.of(rules, rules.resolve("a.rules"), here, rules.resolve("."))) {
      RuleReport report = new RuleReader(RuleVariables.usual()).readFrom(named).report();
      assertThat(report.problems()).as(named.toString()).isEmpty();
    }
  }

  @Test
  void refusesASetWithoutABufferOrOfTwoTypes() throws IOException {
    String rules =
        """
        alert tcp any any -> any any (dataset:set,a,type string; sid:1;)
        alert http any any -> any any (http.uri; dataset:set,b,type string; sid:2;)
        alert http any any -> any any (http.uri; to_md5; dataset:set,b,type md5; sid:3;)
        alert http any any -> any any (http.uri; dataset:set,c; sid:4;)
        """;
    assertThat(report(rules).problems()).extracting(RuleProblem::sid).containsExactly(1L, 3L, 4L);
  }

  private List<Long> get(String rules, String... agents) throws IOException {
    Wirings wirings = wirings(rules, 80).open();
    for (String agent : agents) {
      wirings.request("GET /x HTTP/1.1\r\nHost: a\r\nUser-Agent: " + agent + "\r\n\r\n");
      wirings.response("HTTP/1.1 204 No\r\nContent-Length: 0\r\n\r\n");
    }
    return wirings.sids();
  }

  private Wirings wirings(String rules, int port) throws IOException {
    return Wirings.with(report(rules), port);
  }

  private RuleReport report(String rules) throws IOException {
    Path file = write("test.rules", rules);
    return new RuleReader(RuleVariables.usual()).readFrom(file).report();
  }

  private Path write(String name, String content) throws IOException {
    Path home = Files.createDirectories(folder.resolve("rules"));
    return Files.writeString(home.resolve(name), content);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
