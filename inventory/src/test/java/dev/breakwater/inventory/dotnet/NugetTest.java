package dev.breakwater.inventory.dotnet;

import static dev.breakwater.inventory.FileFixture.problems;
import static dev.breakwater.inventory.FileFixture.purls;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NugetTest {
  @Test
  void aPublishedApplicationHasWhatItRuns() {
    assertThat(
            purls(
                "app/Harbour.deps.json",
                """
                {"runtimeTarget": {"name": ".NETCoreApp,Version=v8.0/linux-x64", "signature": ""},
                 "targets": {
                   ".NETCoreApp,Version=v8.0": {"Only.Here/1.0.0": {"runtime": {"lib/a.dll": {}}}},
                   ".NETCoreApp,Version=v8.0/linux-x64": {
                     "Harbour/1.0.0": {"runtime": {"Harbour.dll": {}}},
                     "Keel.Json/13.0.1": {"runtime": {"lib/net6.0/Keel.Json.dll": {}}},
                     "Keel.Native/2.0.0": {"native": {"runtimes/linux-x64/native/libkeel.so": {}}},
                     "Keel.Words/2.0.0": {"resources": {"lib/de/Keel.resources.dll": {}}},
                     "Keel.Meta/4.3.0": {"dependencies": {"Keel.Json": "13.0.1"}},
                     "Keel.Compile/1.0.0": {"compile": {"lib/a.dll": {}}, "runtime": {"lib/_._": {}}},
                     "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1": {"runtime": {"a": {}}}}},
                 "libraries": {
                   "Harbour/1.0.0": {"type": "project", "serviceable": false},
                   "Keel.Json/13.0.1": {"type": "package", "serviceable": true},
                   "Keel.Native/2.0.0": {"type": "package"},
                   "Keel.Words/2.0.0": {"type": "package"},
                   "Keel.Meta/4.3.0": {"type": "package"},
                   "Keel.Compile/1.0.0": {"type": "package"},
                   "Keel.Untold/1.0.0": {"type": "package"},
                   "Keel.Reference/1.0.0.0": {"type": "reference"},
                   "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1": {"type": "runtimepack"}}}
                """))
        .containsExactly(
            "pkg:nuget/Keel.Json@13.0.1",
            "pkg:nuget/Keel.Native@2.0.0",
            "pkg:nuget/Keel.Untold@1.0.0",
            "pkg:nuget/Keel.Words@2.0.0",
            "pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@8.0.1");
  }

  @Test
  void aSharedFrameworkIsThePackageOfItsFiles() {
    assertThat(
            purls(
                "usr/share/dotnet/shared/Microsoft.NETCore.App/8.0.1/Microsoft.NETCore.App.deps.json",
                """
                {"runtimeTarget": {"name": ".NETCoreApp,Version=v8.0/linux-musl-x64"},
                 "targets": {
                   ".NETCoreApp,Version=v8.0": {},
                   ".NETCoreApp,Version=v8.0/linux-musl-x64": {
                     "Microsoft.NETCore.App.Runtime.linux-musl-x64/8.0.1": {
                       "runtime": {"System.Runtime.dll": {}}, "native": {"libcoreclr.so": {}}}}},
                 "libraries": {
                   "Microsoft.NETCore.App.Runtime.linux-musl-x64/8.0.1": {"type": "package"}}}
                """))
        .containsExactly("pkg:nuget/Microsoft.NETCore.App.Runtime.linux-musl-x64@8.0.1");
  }

  @Test
  void anOldSharedFrameworkIsNamedByAPackageWithoutFiles() {
    assertThat(
            purls(
                "usr/share/dotnet/shared/Microsoft.NETCore.App/2.1.9/Microsoft.NETCore.App.deps.json",
                """
                {"runtimeTarget": {"name": ".NETCoreApp,Version=v2.1/linux-x64"},
                 "targets": {
                   ".NETCoreApp,Version=v2.1/linux-x64": {
                     "microsoft.netcore.app/2.1.9": {"dependencies": {"Keel": "1.0.0"}},
                     "keel/1.0.0": {"dependencies": {}},
                     "runtime.linux-x64.microsoft.netcore.app/2.1.9": {
                       "native": {"runtimes/linux-x64/native/libcoreclr.so": {}}}}},
                 "libraries": {
                   "microsoft.netcore.app/2.1.9": {"type": "package"},
                   "keel/1.0.0": {"type": "package"},
                   "runtime.linux-x64.microsoft.netcore.app/2.1.9": {"type": "package"}}}
                """))
        .containsExactly(
            "pkg:nuget/microsoft.netcore.app@2.1.9",
            "pkg:nuget/runtime.linux-x64.microsoft.netcore.app@2.1.9");
  }

  @Test
  void aRestoredProjectHasWhatAnyTargetRuns() {
    assertThat(
            purls(
                "src/obj/project.assets.json",
                """
                {"version": 3,
                 "targets": {
                   "net6.0": {"Keel/1.0.0": {"type": "package", "compile": {"lib/a.dll": {}},
                                             "runtime": {"lib/a.dll": {}}},
                              "Probe/2.0.0": {"type": "package", "build": {"build/Probe.targets": {}}}},
                   "net48": {"Mast/3.0.0": {"type": "package", "runtime": {"lib/net48/m.dll": {}}}}},
                 "libraries": {"Keel/1.0.0": {"type": "package"}, "Probe/2.0.0": {"type": "package"},
                               "Mast/3.0.0": {"type": "package"}, "Own/1.0.0": {"type": "project"}}}
                """))
        .containsExactly("pkg:nuget/Keel@1.0.0", "pkg:nuget/Mast@3.0.0");
  }

  @Test
  void aLockHasWhatIsResolvedForAnyFramework() {
    assertThat(
            purls(
                "src/packages.lock.json",
                """
                {"version": 2, "dependencies": {
                   "net6.0": {
                     "Keel": {"type": "Direct", "requested": "[1.0.0, )", "resolved": "1.2.0"},
                     "Mast": {"type": "CentralTransitive", "resolved": "2.0.0-rc.1"},
                     "own": {"type": "Project", "dependencies": {"Keel": "1.2.0"}}},
                   "net48": {"Keel": {"type": "Transitive", "resolved": "1.1.0"}},
                   "net6.0/linux-x64": {"Keel": {"type": "Direct", "resolved": "1.2.0"}}}}
                """))
        .containsExactly(
            "pkg:nuget/Keel@1.1.0", "pkg:nuget/Keel@1.2.0", "pkg:nuget/Mast@2.0.0-rc.1");
  }

  @Test
  void anOldProjectHasPackagesThatAreNotForDevelopment() {
    assertThat(
            purls(
                "src/packages.config",
                """
                <?xml version="1.0" encoding="utf-8"?>
                <packages>
                  <package id="Keel" version="1.0.0.0" targetFramework="net472" />
                  <package id="Probe" version="2.0" developmentDependency="true" />
                </packages>
                """))
        .containsExactly("pkg:nuget/Keel@1.0.0.0");
  }

  @Test
  void aBadFileIsAProblem() {
    assertThat(problems("packages.config", "<packages><package id='a'"))
        .singleElement()
        .asString()
        .startsWith("not readable XML: ");
    assertThat(
            problems(
                "packages.config",
                "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><packages><package id='&e;'"
                    + " version='1'/></packages>"))
        .hasSize(1);
    assertThat(problems("a.deps.json", "{\"libraries\": {\"keel\": {\"type\": \"package\"}}}"))
        .containsExactly("1 entry was left out: the name or version is missing or cannot be one");
    assertThat(problems("a.deps.json", "{"))
        .singleElement()
        .asString()
        .startsWith("not valid JSON");
  }
}
