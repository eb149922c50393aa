package dev.breakwater.posture.cel.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

class AddressFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void refusesOrReadsWhateverItIsGiven(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    try {
      IpAddress address = IpAddress.parse(text);
      assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      Cidr cidr = Cidr.parse(text);
      assertThat(Cidr.parse(cidr.toString())).isEqualTo(cidr);
      assertThat(cidr.contains(cidr.address())).isTrue();
      assertThat(cidr.contains(cidr.masked())).isTrue();
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
