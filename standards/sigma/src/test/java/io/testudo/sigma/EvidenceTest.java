package io.testudo.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceTest {

  @Test
  void namesTheSearchesAndValuesThatSatisfiedTheRule() {
    List<Match> matches =
        Rules.matches(
            """
            selection:
                Image|endswith: ['\\cmd.exe', '\\powershell.exe']
                CommandLine|contains|all: [' -enc ', 'hidden']
            filter:
                User: SYSTEM
            other:
                User: nobody
            condition: (selection or other) and not filter
            """,
            """
            {"Image": "C:\\\\PowerShell.exe", "CommandLine": "x -w Hidden -enc AAAA", "User": "eve"}
            """);
    assertThat(matches).hasSize(1);
    Match match = matches.getFirst();
    assertThat(match.searches()).containsExactly("selection");
    assertThat(match.evidence())
        .containsExactly(
            new Match.Evidence("selection", "Image", "C:\\PowerShell.exe", "\\powershell.exe"),
            new Match.Evidence("selection", "CommandLine", "x -w Hidden -enc AAAA", " -enc "),
            new Match.Evidence("selection", "CommandLine", "x -w Hidden -enc AAAA", "hidden"));
  }

  @Test
  void explainsEveryKindOfTest() {
    List<Match> matches =
        Rules.matches(
            """
            s:
                a|re: 'x+'
                b|cidr: 10.0.0.0/8
                c|gt: 5
                d: null
                e|fieldref: a
                g|exists: true
                h|neq: z
                i: true
                j|hour: 3
                k: [1, 2, 3, q1, q2, q3, q4, q5, q6, q7, q8]
            w: needle
            condition: s and w
            """,
            """
            {"a": "xx", "b": "10.1.1.1", "c": 6, "e": "XX", "g": null, "h": "y", "i": true,
             "j": "2024-01-01T03:00:00Z", "k": "Q8", "l": "a needle"}
            """);
    assertThat(matches.getFirst().evidence().stream().map(e -> e.field() + "=" + e.wanted()))
        .containsExactly(
            "a=x+",
            "b=10.0.0.0/8",
            "c=> 5",
            "d=null",
            "e=field a",
            "g=present",
            "h=something else",
            "i=true",
            "j=HOUR = 3",
            "k=q8",
            "=needle");
  }

  @Test
  void cutsLongValues() {
    String json = "{\"f\": \"" + "x".repeat(5_000) + "\"}";
    Match match = Rules.matches("s: {f|contains: x}\ncondition: s", json).getFirst();
    assertThat(match.evidence().getFirst().value()).hasSize(513);
  }
}
