package dev.breakwater.posture.admission;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.load.Loader;
import dev.breakwater.posture.load.LoaderOptions;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Platform;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A team's tests of its policies, as {@code docs/admission.md} describes them: a document of {@code
 * kind: PolicyTest} names policies and gives cases, each of them objects and what is to be decided.
 */
public final class PolicyTest {
  private static final String KIND = "PolicyTest";

  private final String file;
  private final AdmissionPolicies policies;
  private final List<Case> cases;
  private final List<Problem> problems;

  private PolicyTest(
      String file, AdmissionPolicies policies, List<Case> cases, List<Problem> problems) {
    this.file = file;
    this.policies = policies;
    this.cases = cases;
    this.problems = problems;
  }

  /**
   * One case.
   *
   * @param expected by policy; that of all policies together stands under the empty name
   * @param message a part of the message; null for any
   */
  private record Case(
      String name,
      Origin origin,
      List<Resource> objects,
      OldObjects old,
      RequestOptions options,
      Map<String, Outcome> expected,
      @Nullable String message) {}

  /**
   * What came of a case.
   *
   * @param name of the case
   * @param origin of the case
   * @param faults what came otherwise than expected, sentences for people; empty where nothing did
   */
  public record Result(String name, Origin origin, List<String> faults) {
    public Result {
      faults = List.copyOf(faults);
    }

    /** Whether all came as expected. */
    public boolean passed() {
      return faults.isEmpty();
    }
  }

  /** Whether a document is a test. */
  public static boolean looksLike(Value document) {
    return KIND.equals(document.text("kind"));
  }

  /**
   * Reads a test, and all that it names. What cannot be read is in {@link #problems()}.
   *
   * @param document that looks like one
   * @param how files are loaded
   */
  public static PolicyTest read(SourceFile file, Value document, LoaderOptions how) {
    return new Reading(file.name(), document, how).test();
  }

  /** The file it stands in. */
  public String file() {
    return file;
  }

  /** What could not be read or used: of the test, its policies and its objects. */
  public List<Problem> problems() {
    return Collections.unmodifiableList(problems);
  }

  /** Runs the cases, in their order. */
  public List<Result> run() {
    Admission admission = new Admission(policies);
    List<Result> results = new ArrayList<>(cases.size());
    for (Case each : cases) {
      List<String> faults = new ArrayList<>();
      for (Resource object : each.objects) {
        List<PolicyDecision> decisions =
            admission.decide(object, each.old.find(object, each.objects.size()), each.options);
        check(each, object, decisions, faults);
      }
      results.add(new Result(each.name, each.origin, faults));
    }
    return results;
  }

  private static void check(
      Case about, Resource object, List<PolicyDecision> decisions, List<String> faults) {
    String what = (object.kind() + ' ' + object.name()).strip();
    PolicyDecision last = null;
    boolean said = false;
    for (Map.Entry<String, Outcome> expectation : about.expected.entrySet()) {
      String policy = expectation.getKey();
      Outcome expected = expectation.getValue();
      PolicyDecision gravest = null;
      for (PolicyDecision decision : decisions) {
        if (policy.isEmpty() || decision.policy().equals(policy)) {
          boolean graver = gravest == null || decision.outcome().compareTo(gravest.outcome()) > 0;
          gravest = graver ? decision : gravest;
          said |= decision.outcome() == expected && says(decision, about.message);
        }
      }
      if (gravest == null) {
        faults.add("there is no policy " + Syntax.quote(policy));
      } else if (gravest.outcome() != expected) {
        faults.add(what + ": expected " + expected.label() + ", but " + described(gravest));
      }
      last = gravest == null ? last : gravest;
    }
    if (about.message != null && !said && faults.isEmpty() && last != null) {
      faults.add(
          what
              + ": expected a message with "
              + Syntax.quote(about.message)
              + ", but "
              + described(last));
    }
  }

  private static boolean says(PolicyDecision decision, @Nullable String part) {
    String message = decision.message();
    return message != null && part != null && message.contains(part);
  }

  private static String described(PolicyDecision decision) {
    String message = decision.message();
    return decision.policy()
        + " says "
        + decision.outcome().label()
        + (message == null ? "" : ": " + message);
  }

  /** Reads one test. */
  private static final class Reading {
    private static final List<String> KNOWN =
        List.of(
            "apiVersion",
            "kind",
            "metadata",
            "policies",
            "bindings",
            "params",
            "namespaces",
            "cases");

    private final String file;
    private final LoaderOptions how;
    private final FieldReader reader;
    private final List<Problem> problems = new ArrayList<>();

    Reading(String file, Value document, LoaderOptions how) {
      this.file = file;
      this.how = how;
      this.reader = new FieldReader(document, new FieldReader.Faults("the test"));
    }

    PolicyTest test() {
      reader.knows(KNOWN.toArray(String[]::new));
      List<Path> paths = new ArrayList<>();
      for (String name : new String[] {"policies", "bindings", "params", "namespaces"}) {
        for (String path : reader.texts(name)) {
          add(paths, reader, name, path);
        }
      }
      AdmissionPolicies policies = AdmissionPolicies.read(PolicyFiles.load(paths, how));
      problems.addAll(policies.problems());
      if (reader.texts("policies").isEmpty()) {
        reader.fault("policies", "at least one file is required");
      }
      List<Case> cases = new ArrayList<>();
      for (FieldReader each : reader.each("cases")) {
        Case read = read(each, cases.size() + 1);
        if (read != null) {
          cases.add(read);
          read.objects.forEach(policies.files().cluster()::learn);
        }
      }
      problems.addAll(reader.faults().problems());
      return new PolicyTest(file, policies, cases, problems);
    }

    private @Nullable Case read(FieldReader each, int number) {
      each.knows(
          "name",
          "resource",
          "old",
          "operation",
          "subresource",
          "namespace",
          "user",
          "groups",
          "policy",
          "expect",
          "message");
      String name = each.text("name");
      String message = each.text("message");
      List<Resource> objects = objects(each, "resource");
      List<Resource> old = objects(each, "old");
      RequestOptions options = options(each);
      if (objects.isEmpty() && options.operation() == Operation.DELETE) {
        objects = old;
      }
      Map<String, Outcome> expected = expected(each);
      if (objects.isEmpty() && each.value().get("resource") == null) {
        each.fault("resource", "is required: a file, or an object");
      }
      if (objects.isEmpty() || expected.isEmpty()) {
        return null;
      }
      return new Case(
          name == null ? "case " + number : name,
          each.value().origin(),
          objects,
          new OldObjects(old),
          options,
          expected,
          message == null || message.isEmpty() ? null : message);
    }

    private RequestOptions options(FieldReader each) {
      String operation = each.oneOf("operation", "CREATE", "CREATE", "UPDATE", "DELETE", "CONNECT");
      String namespace = each.text("namespace");
      String user = each.text("user");
      List<String> groups = each.texts("groups");
      String subresource = each.text("subresource");
      return new RequestOptions(
          Operation.valueOf(operation),
          namespace == null ? RequestOptions.USUAL.namespace() : namespace,
          user == null && groups.isEmpty()
              ? User.NOBODY_SPECIAL
              : User.of(user == null ? User.NOBODY_SPECIAL.name() : user, groups),
          subresource == null ? "" : subresource,
          false);
    }

    private Map<String, Outcome> expected(FieldReader each) {
      Map<String, Outcome> expected = new LinkedHashMap<>();
      String policy = each.text("policy");
      if (each.value().get("expect") instanceof Value.Fields byPolicy) {
        FieldReader named = new FieldReader(byPolicy, each.faults());
        for (String name : named.names()) {
          expect(expected, name, named, name);
        }
      } else if (each.required("expect") != null) {
        expect(expected, policy == null ? "" : policy, each, "expect");
      }
      return expected;
    }

    private static void expect(
        Map<String, Outcome> expected, String policy, FieldReader from, String field) {
      String word = from.text(field);
      if (word == null) {
        return;
      }
      for (Outcome outcome : Outcome.values()) {
        if (outcome.label().equals(word.toLowerCase(Locale.ROOT))) {
          expected.put(policy, outcome);
          return;
        }
      }
      from.fault(field, Syntax.quote(word) + " is not one of allow, audit, warn, error and deny");
    }

    /** The objects of a member: one that stands there, or those in the file that it names. */
    private List<Resource> objects(FieldReader each, String name) {
      Value written = each.value().get(name);
      List<Resource> objects = new ArrayList<>();
      if (written instanceof Value.Fields object) {
        objects.add(inline(object));
      } else if (written != null) {
        String path = each.text(name);
        List<Path> paths = new ArrayList<>();
        if (path != null) {
          add(paths, each, name, path);
          new Loader(how).load(paths, collecting(objects));
        }
      }
      return objects;
    }

    private Resource inline(Value.Fields object) {
      Value metadata = object.get("metadata");
      String kind = object.text("kind");
      String name = metadata == null ? null : metadata.text("name");
      return new Resource(
          Platform.KUBERNETES,
          file,
          0,
          kind == null ? "" : kind,
          name == null ? "" : name,
          metadata == null ? null : metadata.text("namespace"),
          object,
          null);
    }

    private Sink collecting(List<Resource> objects) {
      return new Sink() {
        @Override
        public void add(Resource resource) {
          objects.add(resource);
        }

        @Override
        public void add(Problem problem) {
          problems.add(problem);
        }
      };
    }

    /** A path is meant from where the test's file is. */
    private void add(List<Path> paths, FieldReader from, String field, String path) {
      try {
        paths.add(Path.of(file).resolveSibling(path).normalize());
      } catch (InvalidPathException e) {
        from.fault(field, Syntax.quote(path) + " is not a path: " + e.getReason());
      }
    }
  }
}
