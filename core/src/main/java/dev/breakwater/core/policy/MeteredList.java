package dev.breakwater.core.policy;

import dev.breakwater.core.cel.Meter;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** A list of a report, of which every look at an element is counted. */
final class MeteredList<E> extends AbstractList<E> implements RandomAccess {
  private final List<E> elements;
  private final Meter meter;

  MeteredList(List<E> elements, Meter meter) {
    this.elements = List.copyOf(elements);
    this.meter = meter;
  }

  @Override
  public E get(int index) {
    meter.charge(1);
    return elements.get(index);
  }

  @Override
  public int size() {
    return elements.size();
  }
}
