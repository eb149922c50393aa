package dev.breakwater.posture.cel;

import com.google.common.collect.ImmutableMap;
import dev.breakwater.core.cel.TooCostlyError;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelReference;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of one expression cost, in the units of an API server: what its evaluator would
 * count at run time, constants folded as it folds them. Immutable.
 *
 * @see <a href="https://github.com/google/cel-go/blob/master/interpreter/runtimecost.go">cel-go's
 *     cost tracker</a>
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/cel/library/cost.go">the
 *     API server's costs of its libraries</a>
 */
final class Costs {
  private static final int[] NO_ARGUMENTS = {};
  private static final int LIST = 10;
  private static final int MAP = 30;
  private static final int STRUCT = 40;
  private static final Set<String> FREE =
      Set.of("_&&_", "_||_", "_?_:_", "or", "orValue", Rewriting.HAS);
  private static final Set<String> CONVERSIONS =
      Set.of(
          "bool",
          "bytes",
          "double",
          "duration",
          "dyn",
          "int",
          "string",
          "timestamp",
          Rewriting.TYPE,
          "uint");
  private static final Set<String> ATTRIBUTES = Set.of("_[_]", "_[?_]", Rewriting.OPTIONAL_SELECT);

  private final @Nullable Part[] parts;
  private final boolean keepsValues;

  private Costs(@Nullable Part[] parts, boolean keepsValues) {
    this.parts = parts;
    this.keepsValues = keepsValues;
  }

  /** One part. */
  private static final class Part {
    /** What it costs whenever it is evaluated. */
    final long fixed;

    /** What it costs besides, by its arguments; null for nothing. */
    final FunctionCosts.@Nullable Charge charge;

    /** The numbers of those. */
    final int[] arguments;

    /** Whether its value is an argument of such. */
    boolean kept;

    Part(long fixed, FunctionCosts.@Nullable Charge charge, int[] arguments) {
      this.fixed = fixed;
      this.charge = charge;
      this.arguments = arguments;
    }
  }

  static Costs of(CelAbstractSyntaxTree tree) {
    List<CelExpr> nodes = new ArrayList<>();
    int last = 0;
    for (CelNavigableExpr node : CelNavigableAst.fromAst(tree).getRoot().allNodes().toList()) {
      nodes.add(node.expr());
      last = Math.max(last, Math.toIntExact(node.id()));
    }
    boolean[] unrooted = unrooted(nodes, last);
    @Nullable Part[] parts = new @Nullable Part[last + 1];
    for (CelExpr node : nodes) {
      FunctionCosts.Charge charge = charge(node, tree.getReferenceMap());
      int number = (int) node.id();
      CelType type = tree.getTypeMap().get(node.id());
      if (node.getKind() == Kind.IDENT && type != null && type.kind() == CelKind.TYPE) {
        continue; // the name of a type is a constant
      }
      parts[number] =
          charge == null
              ? new Part(fixed(node) - (unrooted[number] ? 1 : 0), null, NO_ARGUMENTS)
              : new Part(0, charge, arguments(node));
    }
    boolean keepsValues = false;
    for (CelExpr node : nodes) {
      Part part = parts[(int) node.id()];
      for (int argument : part == null ? NO_ARGUMENTS : part.arguments) {
        Part kept = parts[argument];
        if (kept != null) {
          kept.kept = true;
          keepsValues = true;
        }
      }
    }
    return new Costs(parts, keepsValues);
  }

  private static FunctionCosts.@Nullable Charge charge(
      CelExpr node, ImmutableMap<Long, CelReference> references) {
    if (node.getKind() != Kind.CALL || isConstant(node)) {
      return null;
    }
    CelReference reference = references.get(node.id());
    // An evaluator that has not been told which overload it is takes the cost of any function.
    String overload =
        reference == null || reference.overloadIds().size() != 1
            ? ""
            : reference.overloadIds().getFirst();
    if (overload.equals("in_list") && isConstant(node.call().args().get(1))) {
      return (_, _) -> 0;
    }
    return FunctionCosts.of(node.call().function(), overload);
  }

  private static int[] arguments(CelExpr call) {
    List<CelExpr> all = new ArrayList<>();
    call.call().target().ifPresent(all::add);
    all.addAll(call.call().args());
    int[] numbers = new int[all.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (int) all.get(i).id();
    }
    return numbers;
  }

  private static long fixed(CelExpr node) {
    return switch (node.getKind()) {
      case CONSTANT, COMPREHENSION, NOT_SET -> 0;
      case IDENT -> 1;
      case SELECT -> selects(node) + root(node);
      case LIST -> isConstant(node) ? 0 : LIST;
      case MAP -> isConstant(node) ? 0 : MAP;
      case STRUCT -> STRUCT;
      case CALL -> call(node);
    };
  }

  private static long call(CelExpr node) {
    String function = node.call().function();
    if (function.equals(Rewriting.HAS)) {
      return ownRoot(node.call().args().getFirst());
    }
    if (FREE.contains(function) || function.equals(Rewriting.LIST_OR_MAP) || isConstant(node)) {
      return 0;
    }
    if (ATTRIBUTES.contains(function)) {
      return 1 + ownRoot(node.call().args().getFirst());
    }
    return 1;
  }

  /**
   * The parts whose first step is taken by what they are in, which a conditional does with its
   * branches and an index with what it is looked up by; all further steps are counted.
   */
  private static boolean[] unrooted(List<CelExpr> nodes, int last) {
    boolean[] unrooted = new boolean[last + 1];
    for (CelExpr node : nodes) {
      if (node.getKind() == Kind.CALL) {
        List<CelExpr> arguments = node.call().args();
        switch (node.call().function()) {
          case "_?_:_" -> {
            markRoot(arguments.get(1), unrooted);
            markRoot(arguments.get(2), unrooted);
          }
          case "_[_]", "_[?_]" -> markRoot(arguments.get(1), unrooted);
          default -> {}
        }
      }
    }
    return unrooted;
  }

  /** Finds the part that counts the first step of a chain of names and indices. */
  private static void markRoot(CelExpr chain, boolean[] unrooted) {
    switch (chain.getKind()) {
      case IDENT -> unrooted[(int) chain.id()] = true;
      case SELECT -> {
        CelExpr root = beginning(chain);
        markRootOr(chain, root, unrooted);
      }
      case CALL -> {
        if (ATTRIBUTES.contains(chain.call().function())) {
          markRootOr(chain, chain.call().args().getFirst(), unrooted);
        }
      }
      case CONSTANT, LIST, MAP, STRUCT, COMPREHENSION, NOT_SET -> {}
    }
  }

  private static void markRootOr(CelExpr chain, CelExpr root, boolean[] unrooted) {
    if (chain.getKind() == Kind.SELECT && root.getKind() == Kind.IDENT) {
      unrooted[(int) chain.id()] = true;
    } else if (ownRoot(root) == 1) {
      unrooted[(int) chain.id()] = true;
    } else {
      markRoot(root, unrooted);
    }
  }

  private static CelExpr beginning(CelExpr node) {
    CelExpr here = node;
    while (here.getKind() == Kind.SELECT) {
      here = here.select().operand();
    }
    return here;
  }

  /** The names one after another that the evaluation takes in one step. */
  private static long selects(CelExpr node) {
    long selects = 0;
    for (CelExpr here = node; here.getKind() == Kind.SELECT; here = here.select().operand()) {
      selects++;
    }
    return selects;
  }

  /** What the beginning of such names costs that is not evaluated by itself. */
  private static long root(CelExpr node) {
    CelExpr beginning = beginning(node);
    return beginning.getKind() == Kind.IDENT ? 1 : ownRoot(beginning);
  }

  /** One for what is no attribute, and becomes one because something of it is asked for. */
  private static long ownRoot(CelExpr operand) {
    return switch (operand.getKind()) {
      case IDENT, SELECT -> 0;
      case CALL ->
          ATTRIBUTES.contains(operand.call().function())
                  || operand.call().function().equals("_?_:_")
              ? 0
              : 1;
      case CONSTANT, LIST, MAP, STRUCT, COMPREHENSION, NOT_SET -> 1;
    };
  }

  /** Whether an API server makes a constant of it before it evaluates anything. */
  static boolean isConstant(CelExpr node) {
    return switch (node.getKind()) {
      case CONSTANT -> true;
      case LIST ->
          node.list().optionalIndices().isEmpty()
              && node.list().elements().stream().allMatch(Costs::isConstant);
      case MAP ->
          node.map().entries().stream()
              .allMatch(entry ->
                  !entry.optionalEntry() && isConstant(entry.key()) && isConstant(entry.value()));
      case CALL ->
          node.call().function().equals(Rewriting.LIST_OR_MAP)
              ? isConstant(node.call().args().getFirst())
              : isConstantConversion(node);
      case IDENT, SELECT, STRUCT, COMPREHENSION, NOT_SET -> false;
    };
  }

  /** Whether it is a constant that is made by a conversion from another one. */
  static boolean isConstantConversion(CelExpr node) {
    return node.getKind() == Kind.CALL
        && node.call().target().isEmpty()
        && node.call().args().size() == 1
        && CONVERSIONS.contains(node.call().function())
        && isConstant(node.call().args().getFirst());
  }

  /** Counts one evaluation. */
  Tally tally(Budget budget) {
    return new Tally(budget);
  }

  /** What one evaluation costs. For one thread. */
  final class Tally implements CelEvaluationListener {
    private final Budget budget;
    private final @Nullable Object[] values = new @Nullable Object[keepsValues ? parts.length : 0];
    private long spent;

    private Tally(Budget budget) {
      this.budget = budget;
    }

    @Override
    public void callback(CelExpr expression, Object value) {
      int number = (int) expression.id();
      Part part = number < parts.length ? parts[number] : null;
      if (part == null) {
        return;
      }
      if (part.kept) {
        values[number] = value;
      }
      long cost = part.fixed;
      if (part.charge != null) {
        cost += part.charge.of(arguments(part.arguments), value);
      }
      if (cost != 0) {
        spend(cost);
      }
    }

    private @Nullable Object[] arguments(int[] numbers) {
      @Nullable Object[] arguments = new @Nullable Object[numbers.length];
      for (int i = 0; i < numbers.length; i++) {
        arguments[i] = values[numbers[i]];
      }
      return arguments;
    }

    private void spend(long cost) {
      spent += cost;
      budget.spend(cost);
      if (spent > Budget.PER_CALL) {
        throw new TooCostlyError("it costs more than " + Budget.PER_CALL + " units");
      }
      if (budget.left() < 0) {
        throw new TooCostlyError("it costs more than what is left of the budget");
      }
    }

    long spent() {
      return spent;
    }
  }
}
