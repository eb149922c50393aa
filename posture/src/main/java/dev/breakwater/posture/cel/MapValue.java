package dev.breakwater.posture.cel;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import dev.cel.common.values.SelectableValue;
import java.util.AbstractCollection;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map as expressions see it. CEL would go through all that a plain map holds, however deep,
 * whenever it is come across; what it knows for a value of its own it takes as it is. Its members
 * become such values when they are asked for. Equality, and what is said of it in messages, are
 * bounded, because a map that holds another one twice, and so on, is easily written and endless.
 */
@SuppressWarnings("Immutable") // nobody changes what was given
class MapValue extends CelValue implements SelectableValue<Object>, Map<Object, Object> {
  private static final MapType TYPE = MapType.create(SimpleType.DYN, SimpleType.DYN);

  private final Map<?, ?> members;

  MapValue(Map<?, ?> members) {
    this.members = members;
  }

  /** The member, for {@code map.name}. */
  @Override
  public Object select(Object name) {
    Object member = get(name);
    if (member == null) {
      throw noSuchKey(name);
    }
    return member;
  }

  static CelAttributeNotFoundException noSuchKey(Object key) {
    return CelAttributeNotFoundException.of("no such key: " + key);
  }

  @Override
  public Optional<Object> find(Object name) {
    return Optional.ofNullable(get(name));
  }

  /** The member; numbers find one another whatever their types. */
  @Override
  public @Nullable Object get(@Nullable Object key) {
    Object member = members.get(key);
    if (member == null && key instanceof Number number) {
      for (Object other : Numbers.sameAs(number)) {
        member = members.get(other);
        if (member != null) {
          break;
        }
      }
    }
    return member == null ? null : Values.of(member);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public boolean containsValue(Object value) {
    return values().contains(value);
  }

  @Override
  public int size() {
    return members.size();
  }

  @Override
  public boolean isEmpty() {
    return members.isEmpty();
  }

  @Override
  @SuppressWarnings("unchecked") // nobody can add to it
  public Set<Object> keySet() {
    return (Set<Object>) members.keySet();
  }

  @Override
  public Collection<Object> values() {
    return new AbstractCollection<>() {
      @Override
      public Iterator<Object> iterator() {
        Iterator<?> values = members.values().iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return values.hasNext();
          }

          @Override
          public Object next() {
            return Values.of(values.next());
          }
        };
      }

      @Override
      public int size() {
        return members.size();
      }
    };
  }

  @Override
  public Set<Entry<Object, Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<Object, Object>> iterator() {
        Iterator<? extends Entry<?, ?>> entries = members.entrySet().iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return entries.hasNext();
          }

          @Override
          public Entry<Object, Object> next() {
            Entry<?, ?> entry = entries.next();
            return Map.entry(entry.getKey(), Values.of(entry.getValue()));
          }
        };
      }

      @Override
      public int size() {
        return members.size();
      }
    };
  }

  @Override
  public Object put(Object key, Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object remove(Object key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void putAll(Map<? extends Object, ? extends Object> more) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return members.isEmpty();
  }

  @Override
  public CelType celType() {
    return TYPE;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other != null && Equality.equal(this, other);
  }

  @Override
  public int hashCode() {
    return members.size();
  }

  @Override
  public String toString() {
    return "a map of " + members.size();
  }
}
