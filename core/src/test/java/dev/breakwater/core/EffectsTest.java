package dev.breakwater.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Vulnerability.Effect;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectsTest {
  @ParameterizedTest
  @CsvSource({
    "CWE-119, memory-corruption",
    "CWE-787, memory-corruption",
    "CWE-416, memory-corruption",
    "CWE-77, command-injection",
    "CWE-78, command-injection",
    "CWE-88, command-injection",
    "CWE-89, command-injection",
    "CWE-94, command-injection",
    "CWE-502, command-injection",
    "CWE-22, file-access",
    "CWE-59, file-access",
    "CWE-73, file-access",
    "CWE-200, information-leak",
    "CWE-203, information-leak",
    "CWE-532, information-leak",
    "CWE-269, privilege-escalation",
    "CWE-264, privilege-escalation",
    "CWE-250, privilege-escalation",
    "CWE-276, privilege-escalation",
    "CWE-284, privilege-escalation",
    "CWE-285, privilege-escalation",
    "CWE-862, privilege-escalation",
    "CWE-863, privilege-escalation",
    "CWE-400, resource-exhaustion",
    "CWE-770, resource-exhaustion",
    "CWE-674, resource-exhaustion",
    "CWE-835, resource-exhaustion",
    "CWE-407, resource-exhaustion",
    "CWE-1333, resource-exhaustion",
    "CWE-476, denial-of-service",
    "CWE-617, denial-of-service",
    "cwe-369, denial-of-service",
  })
  void aWeaknessSaysWhatItLeadsTo(String weakness, String effect) {
    assertThat(Effects.of(List.of(weakness), null, ""))
        .containsExactly(Effect.valueOf(effect.toUpperCase(Locale.ROOT).replace('-', '_')));
  }

  @Test
  void aWeaknessThatCanLeadAnywhereSaysNothing() {
    assertThat(
            Effects.of(
                List.of("CWE-20", "CWE-79", "CWE-190", "CWE-1021", "CWE-0", "CWE-", "CWE-12x", ""),
                null,
                ""))
        .isEmpty();
    assertThat(Effects.of(List.of("CWE-99999999999"), null, "")).isEmpty();
  }

  @Test
  void severalWeaknessesSaySeveralThings() {
    assertThat(Effects.of(List.of("CWE-400", "CWE-20", "CWE-125", "CWE-787"), null, ""))
        .containsExactly(Effect.MEMORY_CORRUPTION, Effect.RESOURCE_EXHAUSTION);
  }

  @Test
  void wordsAndVectorCountOnlyWhereNoWeaknessTells() {
    String denial = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H";
    assertThat(Effects.of(List.of("CWE-22"), denial, "Denial of service by buffer overflow"))
        .containsExactly(Effect.FILE_ACCESS);
    assertThat(Effects.of(List.of("CWE-20"), denial, "Heap-based Buffer Overflow in x"))
        .containsExactly(Effect.DENIAL_OF_SERVICE, Effect.MEMORY_CORRUPTION);
  }

  @ParameterizedTest
  @CsvSource({
    "Denial of service in net/http, DENIAL_OF_SERVICE",
    "Heap buffer overflow in libwebp, MEMORY_CORRUPTION",
    "Use after free in a queue, MEMORY_CORRUPTION",
    "Local privilege escalation, PRIVILEGE_ESCALATION",
    "Directory Traversal in the server, FILE_ACCESS",
    "Path traversal in archive/zip, FILE_ACCESS",
    "Information disclosure by timing, INFORMATION_LEAK",
    "Command injection in the git wrapper, COMMAND_INJECTION",
    "SQL Injection, COMMAND_INJECTION",
    "Infinite loop when parsing, RESOURCE_EXHAUSTION",
    "Memory exhaustion in the decoder, RESOURCE_EXHAUSTION",
  })
  void plainWordsTell(String words, Effect effect) {
    assertThat(Effects.of(List.of(), null, words)).containsExactly(effect);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H, DENIAL_OF_SERVICE",
        "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N, INFORMATION_LEAK",
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N, DENIAL_OF_SERVICE",
        "AV:N/AC:L/Au:N/C:P/I:N/A:N, INFORMATION_LEAK",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H, -",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N, -",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N, -",
        "no vector, -",
      })
  void aVectorWithOneImpactTells(String vector, Effect effect) {
    assertThat(Effects.of(List.of(), vector, ""))
        .isEqualTo(effect == null ? List.of() : List.of(effect));
  }

  @Test
  void identifiersAreWrittenOneWay() {
    assertThat(
            Effects.weaknesses(List.of("CWE-79", " cwe-022 ", "CWE-79", "NVD-CWE-Other", "CWE-1")))
        .containsExactly("CWE-1", "CWE-22", "CWE-79");
  }

  @Test
  void unionsKeepTheOrder() {
    assertThat(Effects.union(List.of(Effect.MEMORY_CORRUPTION), List.of(Effect.DENIAL_OF_SERVICE)))
        .containsExactly(Effect.DENIAL_OF_SERVICE, Effect.MEMORY_CORRUPTION);
    assertThat(Effects.union(List.of(), List.of(Effect.FILE_ACCESS)))
        .containsExactly(Effect.FILE_ACCESS);
  }
}
