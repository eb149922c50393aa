package dev.breakwater.posture.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelStruct;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.common.values.CelValueProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The types that expressions of a mutating policy make values of: {@code Object}, {@code
 * Object.spec} and so on, whatever the names, with fields of whatever names; and {@code JSONPatch}.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/">Mutating
 *     admission policy</a>
 */
final class ObjectTypes implements CelValueProvider {
  static final CelType OBJECT = StructTypeReference.create("Object");
  static final CelType PATCHES = ListType.create(StructTypeReference.create("JSONPatch"));

  private static final String OBJECTS = "Object.";
  private static final Map<String, CelType> PATCH_FIELDS =
      Map.of(
          "op", SimpleType.STRING,
          "path", SimpleType.STRING,
          "from", SimpleType.STRING,
          "value", SimpleType.DYN);

  /** The types that an expression names, with the fields that it names. */
  static List<CelType> of(CelAbstractSyntaxTree parsed) {
    Set<String> types = new LinkedHashSet<>(List.of(OBJECT.name()));
    Set<String> fields = new LinkedHashSet<>();
    for (CelNavigableExpr node : CelNavigableAst.fromAst(parsed).getRoot().allNodes().toList()) {
      CelExpr part = node.expr();
      if (part.getKind() == Kind.STRUCT) {
        types.add(withoutDot(part.struct().messageName()));
        for (CelStruct.Entry entry : part.struct().entries()) {
          fields.add(entry.fieldKey());
        }
      } else if (part.getKind() == Kind.SELECT) {
        fields.add(part.select().field());
      }
    }
    Map<String, CelType> members = new LinkedHashMap<>();
    fields.forEach(field -> members.put(field, SimpleType.DYN));
    List<CelType> open = new ArrayList<>();
    open.add(Cel.struct("JSONPatch", PATCH_FIELDS));
    for (String type : types) {
      if (isObject(type)) {
        open.add(Cel.struct(type, members));
      }
    }
    return open;
  }

  private static String withoutDot(String name) {
    return name.startsWith(".") ? name.substring(1) : name;
  }

  private static boolean isObject(String type) {
    return type.equals(OBJECT.name()) || type.startsWith(OBJECTS);
  }

  @Override
  public Optional<Object> newValue(String type, Map<String, Object> fields) {
    if (isObject(type)) {
      return Optional.of(new ObjectValue(type, fields));
    }
    if (!type.equals("JSONPatch")) {
      return Optional.empty();
    }
    fields.forEach((name, value) -> {
      if (SimpleType.STRING.equals(PATCH_FIELDS.get(name)) && !(value instanceof String)) {
        throw new CelInvalidArgumentException(
            "unexpected type " + Types.name(value) + " for JSONPatchType '" + name + "' field");
      }
    });
    return Optional.of(new ObjectValue(type, fields));
  }
}
