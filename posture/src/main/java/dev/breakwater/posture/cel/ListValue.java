package dev.breakwater.posture.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** A list as expressions see it; see {@link MapValue} for why. */
@SuppressWarnings("Immutable") // nobody changes what was given, but for adding behind the end
final class ListValue extends CelValue implements List<Object>, RandomAccess {
  private static final ListType TYPE = ListType.create(SimpleType.DYN);

  private final List<?> elements;
  private final int size;
  private final View view = new View();

  ListValue(List<?> elements) {
    this(elements, elements.size());
  }

  private ListValue(List<?> elements, int size) {
    this.elements = elements;
    this.size = size;
  }

  /**
   * This list and another one behind it. A list that grows element by element, as the results of a
   * macro do, shares its elements with the one that it grew from: whoever has that one sees no more
   * than before.
   */
  @SuppressWarnings("unchecked") // only lists that were made here are added to
  ListValue and(List<?> more) {
    if (isLast()) {
      ((Grown<Object>) elements).addAll(more);
      return new ListValue(elements, elements.size());
    }
    Grown<Object> grown = new Grown<>(size + more.size());
    grown.addAll(this);
    grown.addAll(more);
    return new ListValue(grown);
  }

  /** Whether nobody has added to what this list shares, so that adding to it copies nothing. */
  boolean isLast() {
    return elements instanceof Grown<?> && elements.size() == size;
  }

  /** What {@link #and} made, and may add to. */
  private static final class Grown<E> extends ArrayList<E> {
    private static final long serialVersionUID = 1L;

    Grown(int capacity) {
      super(capacity);
    }
  }

  /** All that a list can be asked, from the two questions below. */
  private final class View extends AbstractList<Object> implements RandomAccess {
    @Override
    public Object get(int index) {
      return ListValue.this.get(index);
    }

    @Override
    public int size() {
      return size;
    }
  }

  @Override
  public Object get(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    return Values.of(elements.get(index));
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean isEmpty() {
    return size == 0;
  }

  @Override
  public boolean contains(@Nullable Object value) {
    return indexOf(value) >= 0;
  }

  @Override
  public int indexOf(@Nullable Object value) {
    for (int i = 0; i < size; i++) {
      if (value != null && Equality.equal(get(i), value)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int lastIndexOf(@Nullable Object value) {
    for (int i = size - 1; i >= 0; i--) {
      if (value != null && Equality.equal(get(i), value)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public boolean containsAll(Collection<?> values) {
    return view.containsAll(values);
  }

  @Override
  public Iterator<Object> iterator() {
    return view.iterator();
  }

  @Override
  public ListIterator<Object> listIterator() {
    return view.listIterator();
  }

  @Override
  public ListIterator<Object> listIterator(int index) {
    return view.listIterator(index);
  }

  @Override
  public List<Object> subList(int from, int to) {
    return view.subList(from, to);
  }

  @Override
  public Object[] toArray() {
    return view.toArray();
  }

  @Override
  public <T> T[] toArray(T[] array) {
    return view.toArray(array);
  }

  @Override
  public boolean add(Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void add(int index, Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean addAll(Collection<? extends Object> values) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean addAll(int index, Collection<? extends Object> values) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object set(int index, Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object remove(int index) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean remove(Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean removeAll(Collection<?> values) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean retainAll(Collection<?> values) {
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
    return size == 0;
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
    return size;
  }

  @Override
  public String toString() {
    return "a list of " + size;
  }
}
