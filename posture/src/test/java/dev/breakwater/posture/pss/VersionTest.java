package dev.breakwater.posture.pss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
  @Test
  void parse() {
    assertThat(Version.parse("v1.31")).contains(new Version(31));
    assertThat(Version.parse("1.0")).contains(new Version(0));
    assertThat(Version.parse("v1.999999999")).contains(new Version(999_999_999));
    assertThat(Version.parse("latest")).contains(Version.NEWEST);
    assertThat(new Version(8).label()).isEqualTo("v1.8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v",
        "1",
        "31",
        "v31",
        "1.",
        "v1.",
        "v1.x",
        "v1.-1",
        "v1.01",
        "v1.+1",
        "V1.31",
        "v2.0",
        "v1.31.0",
        "Latest",
        " v1.31",
        "v1.9999999999",
        "v1.３"
      })
  void isNone(String text) {
    assertThat(Version.parse(text)).isEmpty();
  }

  @Test
  void isNeverNegative() {
    assertThatThrownBy(() -> new Version(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
