package dev.breakwater.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void readsAndForgives() throws IOException {
    Json json = Json.parse("{\"a\":[\"x\",1,null,\"y\"],\"b\":{\"c\":true},\"n\":42,\"a2\":\"z\"}");
    assertThat(json.texts("a")).containsExactly("x", "y");
    assertThat(json.get("b").get("c").isTrue()).isTrue();
    assertThat(json.get("n").number(-1)).isEqualTo(42);
    assertThat(json.text("a2", "none")).isEqualTo("z");
    assertThat(json.text("missing", "none")).isEqualTo("none");
    assertThat(json.get("a").get("b").get("c")).isEqualTo(new Json.Nothing());
    assertThat(json.get("n").items()).isEmpty();
    assertThat(json.get("n").members()).isEmpty();
    assertThat(json.get("n").text()).isNull();
    assertThat(json.get("a2").isTrue()).isFalse();
    assertThat(Json.parse("{\"a\":1,\"a\":2}").get("a").number(0)).isEqualTo(2);
  }

  @Test
  void hostileNumbersCostNothing() throws IOException {
    for (String number :
        new String[] {
          "1e999999999",
          "-1e999999999",
          "1e-999999999",
          "1.5",
          "9223372036854775808",
          "0.0000000000000000000000000000000000001",
          "9".repeat(500)
        }) {
      assertThat(Json.parse(number).number(-7)).as(number).isEqualTo(-7);
    }
    assertThat(Json.parse("1e3").number(-7)).isEqualTo(1000);
    assertThat(Json.parse("-9223372036854775808").number(0)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void refusesWhatIsNotOneDocument() {
    for (String bad :
        new String[] {
          "",
          " ",
          "{",
          "[1,",
          "{\"a\"}",
          "{} {}",
          "nul",
          "'x'",
          "\"\u0001\"",
          "01",
          "NaN",
          "{,}",
          "[".repeat(500),
          "[".repeat(500) + "]".repeat(500),
          "9".repeat(2000)
        }) {
      assertThatThrownBy(() -> Json.parse(bad)).as(bad).isInstanceOf(IOException.class);
    }
  }

  @Test
  void saysWhereADocumentIsBroken() {
    assertThatThrownBy(() -> Json.parse("{\n \"a\": tru }"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not valid JSON at line 2");
  }

  @Test
  void refusesWhatIsTooLongBeforeReadingIt() {
    assertThatThrownBy(() -> Json.parse(new ByteArrayInputStream(new byte[101]), 100))
        .isInstanceOf(IOException.class)
        .hasMessage("JSON document is longer than 100 bytes");
  }
}
