package dev.breakwater.posture.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small forms that options of Docker are written in. */
class FormsTest {
  @ParameterizedTest
  @CsvSource({
    "512m, 512Mi",
    "1g, 1Gi",
    "1GB, 1Gi",
    "64 kb, 64Ki",
    "2tib, 2Ti",
    "1p, 1Pi",
    "1024, 1024",
    "1024b, 1024",
    "1.5g, 1610612736",
    "007m, 7Mi",
    "64KiB, 64Ki",
    "10B, 10",
  })
  void sizes(String written, String quantity) {
    assertThat(ByteSize.quantity(written)).isEqualTo(quantity);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "1x", "-1", "1.2.3g", "1.g", ".5g", "1mm", "1e9", "９m"})
  void noSizes(String written) {
    assertThat(ByteSize.quantity(written)).isNull();
    assertThat(ByteSize.quantity("9".repeat(31))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "/data, volume, -, /data, false, -",
        "name:/data, volume, name, /data, false, -",
        "name:/data:ro, volume, name, /data, true, -",
        "./a:/data:rw, bind, ./a, /data, false, -",
        "../a:/data:ro;z, bind, ../a, /data, true, -",
        "~/a:/data:z;ro;rshared, bind, ~/a, /data, true, rshared",
        "/a:/b:ro;rw, bind, /a, /b, false, -",
        "C:\\a:/b, bind, C:\\a, /b, false, -",
        "c:/a:d:/b:ro, bind, c:/a, d:/b, true, -",
        "\\\\.\\pipe\\x:/b, bind, \\\\.\\pipe\\x, /b, false, -",
      })
  void volumes(
      String text,
      String type,
      String source,
      String target,
      boolean readOnly,
      String propagation) {
    assertThat(VolumeSpec.parse(text.replace(';', ',')))
        .isEqualTo(new VolumeSpec(type, source, target, readOnly, propagation));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "80, -, -, 80-80, TCP",
        "8080:80, -, 8080-8080, 80-80, TCP",
        "8080:80/udp, -, 8080-8080, 80-80, UDP",
        "127.0.0.1:8080:80, 127.0.0.1, 8080-8080, 80-80, TCP",
        "127.0.0.1::80, 127.0.0.1, -, 80-80, TCP",
        "[::1]:8080:80, ::1, 8080-8080, 80-80, TCP",
        "::1:8080:80, ::1, 8080-8080, 80-80, TCP",
        ":80, -, -, 80-80, TCP",
        "0:80, -, -, 80-80, TCP",
        "3000-3005:4000-4005, -, 3000-3005, 4000-4005, TCP",
        "1-65535:1-65535/sctp, -, 1-65535, 1-65535, SCTP",
      })
  void ports(String text, String address, String published, String target, String protocol)
      throws FaultyTextException {
    assertThat(PortSpec.parse(text))
        .isEqualTo(
            new PortSpec(
                address,
                published == null ? null : PortSpec.Range.parse(published),
                PortSpec.Range.parse(target),
                protocol));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "80:", "65536", "9-1", "1-", "-1", "8080:0", "99999999999:80", "80:８0"})
  void noPorts(String text) {
    assertThatThrownBy(() -> PortSpec.parse(text)).isInstanceOf(FaultyTextException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/a, /dev/a, /dev/a",
    "/dev/a:/dev/b, /dev/a, /dev/b",
    "/dev/a:/dev/b:rwm, /dev/a, /dev/b",
    "/dev/a:rw, /dev/a, /dev/a",
    "vendor.com/class=one, vendor.com/class=one, vendor.com/class=one",
  })
  void devices(String text, String source, String target) {
    assertThat(DeviceSpec.parse(text)).isEqualTo(new DeviceSpec(source, target));
  }
}
