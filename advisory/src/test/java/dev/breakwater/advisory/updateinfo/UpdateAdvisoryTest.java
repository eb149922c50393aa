package dev.breakwater.advisory.updateinfo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.advisory.updateinfo.UpdateAdvisory.Standing;
import dev.breakwater.core.Severity;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UpdateAdvisoryTest {
  private static RpmBuild build(String name, String arch, String version) {
    return new RpmBuild(name, arch, version, null);
  }

  private static RpmBuild modular(String name, String version, String stream) {
    return new RpmBuild(name, "x86_64", version, stream);
  }

  private static UpdateAdvisory advisory(RpmBuild... builds) {
    return new UpdateAdvisory(
        "TEST-1", "", Severity.UNKNOWN, null, null, false, Set.of(), List.of(builds));
  }

  private static Standing standing(UpdateAdvisory advisory, RpmBuild installed) {
    return advisory.on(installed, "x86_64").standing();
  }

  private static @Nullable String fix(UpdateAdvisory advisory, RpmBuild installed) {
    RpmBuild fix = advisory.on(installed, "x86_64").fix();
    return fix == null ? null : fix.version();
  }

  @Test
  void comparesNameArchitectureAndVersion() {
    UpdateAdvisory advisory = advisory(build("bash", "x86_64", "5.1-6.el9"));
    assertThat(fix(advisory, build("bash", "x86_64", "5.1-2.el9"))).isEqualTo("5.1-6.el9");
    assertThat(fix(advisory, build("bash", "x86_64", "5.1-6.el9"))).isNull();
    assertThat(fix(advisory, build("bash", "x86_64", "1:4-1.el9"))).isNull();
    assertThat(fix(advisory, build("bash", "i686", "5.1-2.el9"))).isNull();
    assertThat(fix(advisory, build("dash", "x86_64", "5.1-2.el9"))).isNull();
    assertThat(fix(advisory, build("bash", "", "5.1-2.el9"))).isEqualTo("5.1-6.el9");
  }

  @Test
  void countsNoarchForAllArchitectures() {
    UpdateAdvisory noarch = advisory(build("tzdata", "noarch", "2026b-1.el9"));
    assertThat(fix(noarch, build("tzdata", "noarch", "2026a-1.el9"))).isNotNull();
    assertThat(fix(noarch, build("tzdata", "aarch64", "2026a-1.el9"))).isNotNull();
    UpdateAdvisory bound = advisory(build("tzdata", "aarch64", "2026b-1.el9"));
    assertThat(fix(bound, build("tzdata", "noarch", "2026a-1.el9"))).isNull();
  }

  @Test
  void item9_aMissingEpochIsZero() {
    UpdateAdvisory advisory = advisory(build("perl-Errno", "x86_64", "1.28-419.el8"));
    assertThat(fix(advisory, build("perl-Errno", "x86_64", "0:1.28-419.el8"))).isNull();
    UpdateAdvisory perl = advisory(build("perl", "x86_64", "4:5.26.3-419.el8"));
    assertThat(fix(perl, build("perl-Errno", "x86_64", "1.28-418.el8"))).isNull();
    assertThat(RpmBuild.version("0", "1.28", "419.el8")).isEqualTo("1.28-419.el8");
    assertThat(RpmBuild.version("4", "5.26.3", "419.el8")).isEqualTo("4:5.26.3-419.el8");
  }

  @Test
  void item10_aModulesStreamDecides() {
    RpmBuild ninePointSix = modular("postgresql", "9.6.20-1.module+el8.3+1", "postgresql:9.6");
    UpdateAdvisory twelve =
        advisory(modular("postgresql", "12.5-1.module+el8.3+2", "postgresql:12"));
    assertThat(standing(twelve, ninePointSix)).isEqualTo(Standing.NOT_CONCERNED);

    UpdateAdvisory mariadb =
        advisory(modular("mariadb", "3:10.3.28-1.module+el8.3+3", "mariadb:10.3"));
    assertThat(standing(mariadb, modular("mariadb", "3:10.5.8-1.module+el8.3+4", "mariadb:10.5")))
        .isEqualTo(Standing.NOT_CONCERNED);
    assertThat(fix(mariadb, modular("mariadb", "3:10.3.27-3.module+el8.2+5", "mariadb:10.3")))
        .isEqualTo("3:10.3.28-1.module+el8.3+3");

    assertThat(standing(twelve, build("postgresql", "x86_64", "9.2.24-1.el7")))
        .isEqualTo(Standing.NOT_CONCERNED);
    assertThat(standing(advisory(build("postgresql", "x86_64", "13.5-1.el9")), ninePointSix))
        .isEqualTo(Standing.NOT_CONCERNED);
  }

  @Test
  void item10_withoutALabelOnlyTheSameVersionTellsTheStream() {
    RpmBuild unlabelled = build("postgresql", "x86_64", "9.6.20-1.module+el8.3+1");
    assertThat(
            standing(
                advisory(modular("postgresql", "12.5-1.module+el8.3+2", "postgresql:12")),
                unlabelled))
        .isEqualTo(Standing.STREAM_UNKNOWN);
    assertThat(
            standing(
                advisory(modular("postgresql", "9.6.19-1.module+el8", "postgresql:9.6")),
                unlabelled))
        .isEqualTo(Standing.NOT_CONCERNED);
    assertThat(
            fix(
                advisory(modular("postgresql", "9.6.20-2.module+el8.4+3", "postgresql:9.6")),
                unlabelled))
        .isEqualTo("9.6.20-2.module+el8.4+3");
    assertThat(
            standing(
                advisory(build("postgresql", "x86_64", "12.5-1.module+el8.3+2")),
                modular("postgresql", "9.6.20-1.module+el8.3+1", "postgresql:9.6")))
        .isEqualTo(Standing.STREAM_UNKNOWN);
  }

  @Test
  void item11_eachArchitectureHasItsOwnFix() {
    UpdateAdvisory rsyslog =
        advisory(
            build("rsyslog", "aarch64", "8.24.0-57.0.4.el7_9.3"),
            build("rsyslog", "x86_64", "8.24.0-57.0.1.el7_9.3"));
    assertThat(standing(rsyslog, build("rsyslog", "x86_64", "8.24.0-57.0.1.el7_9.3")))
        .isEqualTo(Standing.NOT_CONCERNED);
    assertThat(fix(rsyslog, build("rsyslog", "x86_64", "8.24.0-57.0.1.el7_9.2")))
        .isEqualTo("8.24.0-57.0.1.el7_9.3");
    assertThat(fix(rsyslog, build("rsyslog", "aarch64", "8.24.0-57.0.1.el7_9.3")))
        .isEqualTo("8.24.0-57.0.4.el7_9.3");
  }

  @Test
  void item12_fixesOfSeveralMinorReleasesAreDisjoint() {
    UpdateAdvisory python =
        advisory(
            build("python3", "x86_64", "3.9.18-3.el9_4.5"),
            build("python3", "x86_64", "3.9.19-8.el9"));
    assertThat(fix(python, build("python3", "x86_64", "3.9.18-3.el9_4.1")))
        .isEqualTo("3.9.18-3.el9_4.5");
    assertThat(fix(python, build("python3", "x86_64", "3.9.18-3.el9_4.5"))).isNull();
    assertThat(fix(python, build("python3", "x86_64", "3.9.18-4.el9_4.1"))).isNull();
    assertThat(fix(python, build("python3", "x86_64", "3.9.19-1.el9"))).isEqualTo("3.9.19-8.el9");
    assertThat(fix(python, build("python3", "x86_64", "3.9.19-8.el9"))).isNull();
    UpdateAdvisory kernel =
        advisory(
            build("kernel", "x86_64", "5.14.0-70.50.1.el9_0"),
            build("kernel", "x86_64", "5.14.0-162.6.1.el9_1"));
    assertThat(fix(kernel, build("kernel", "x86_64", "5.14.0-162.5.1.el9_1")))
        .isEqualTo("5.14.0-162.6.1.el9_1");
    assertThat(fix(kernel, build("kernel", "x86_64", "5.14.0-70.60.1.el9_0"))).isNull();
  }

  @Test
  void item15_aPackageRepeatedForEachModuleBuildIsFixedFromTheFirstOn() {
    UpdateAdvisory judy =
        advisory(
            modular("Judy", "1.0.5-18.module_el8.1.0+217+4d875839", "mariadb:10.3"),
            modular("Judy", "1.0.5-18.module_el8.3.0+2028+5e3224e9", "mariadb:10.3"),
            modular("Judy", "1.0.5-18.module_el8.4.0+2522+3bd42762", "mariadb:10.3"));
    for (RpmBuild build : judy.builds()) {
      assertThat(standing(judy, build)).isEqualTo(Standing.NOT_CONCERNED);
    }
    assertThat(fix(judy, modular("Judy", "1.0.5-17.module_el8.0.0+1", "mariadb:10.3")))
        .isEqualTo("1.0.5-18.module_el8.1.0+217+4d875839");
  }

  @Test
  void item16_buildsForLivePatchesFixOnlyTheirOwn() {
    UpdateAdvisory glibc = advisory(build("glibc", "x86_64", "2:2.34-60.0.3.ksplice1.el9"));
    assertThat(standing(glibc, build("glibc", "x86_64", "2.34-60.0.3.el9")))
        .isEqualTo(Standing.NOT_CONCERNED);
    assertThat(fix(glibc, build("glibc", "x86_64", "2:2.34-40.0.1.ksplice1.el9"))).isNotNull();
    UpdateAdvisory plain = advisory(build("glibc", "x86_64", "3:2.34-60.0.3.el9"));
    assertThat(fix(plain, build("glibc", "x86_64", "2:2.34-40.0.1.ksplice1.el9"))).isNull();
    UpdateAdvisory fips = advisory(build("gnutls", "x86_64", "10:3.6.16-4.0.1.el8_fips"));
    assertThat(fix(fips, build("gnutls", "x86_64", "3.6.16-8.el8"))).isNull();
    assertThat(fix(fips, build("gnutls", "x86_64", "10:3.6.14-7.el8_fips"))).isNotNull();
  }
}
