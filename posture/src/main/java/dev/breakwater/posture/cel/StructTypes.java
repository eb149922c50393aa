package dev.breakwater.posture.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.StructType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The types of variables whose members are known, and those of their members. */
record StructTypes(ImmutableMap<String, CelType> byName) implements CelTypeProvider {
  static StructTypes of(Collection<CelType> types) {
    Map<String, CelType> found = new LinkedHashMap<>();
    for (CelType type : types) {
      gather(type, found);
    }
    return new StructTypes(ImmutableMap.copyOf(found));
  }

  private static void gather(CelType type, Map<String, CelType> found) {
    if (type instanceof OpaqueType && !(type instanceof OptionalType)) {
      found.put(type.name(), type);
    }
    if (type instanceof StructType struct && found.putIfAbsent(type.name(), type) == null) {
      for (StructType.Field field : struct.fields()) {
        gather(field.type(), found);
      }
    }
    for (CelType parameter : type.parameters()) {
      gather(parameter, found);
    }
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return byName.values();
  }

  @Override
  public Optional<CelType> findType(String typeName) {
    return Optional.ofNullable(byName.get(typeName));
  }
}
