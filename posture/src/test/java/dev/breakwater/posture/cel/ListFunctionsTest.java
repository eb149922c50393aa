package dev.breakwater.posture.cel;

import static dev.breakwater.posture.cel.Expressions.holds;
import static dev.breakwater.posture.cel.Expressions.message;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListFunctionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1, 2, 2].isSorted() && ['a', 'b'].isSorted() && ![2.0, 1.0].isSorted()",
        "[].isSorted() && [1].isSorted() && [false, true].isSorted()",
        "[duration('1s'), duration('1m')].isSorted() && [b'a', b'b'].isSorted()",
        "![timestamp('2024-01-02T00:00:00Z'), timestamp('2024-01-01T00:00:00Z')].isSorted()",
        "['\\uffee', '😀'].isSorted()",
        "[1, 3].sum() == 4 && [1.5, 2.0].sum() == 3.5 && [1u, 2u].sum() == 3u && [].sum() == 0",
        "[duration('1m'), duration('1s')].sum() == duration('61s')",
        "[3, 1, 2].min() == 1 && ['b', 'a'].max() == 'b' && [1].min() == 1",
        "object.spec.containers.map(c, c.name).max() == 'side'",
        "[1, 2, 2, 3].indexOf(2) == 1 && [1, 2, 2, 3].lastIndexOf(2) == 2",
        "[1.0].indexOf(1.5) == -1 && [].indexOf('a') == -1 && [[1], [2]].indexOf([2]) == 1",
        "dyn([1, 2]).indexOf(2.0) == 1",
        "[1, 2].includes(2) && ![1, 2].includes(3) && 'a'.includes('a') && !'ab'.includes('a')",
        "[1, 2, 3, 4].slice(1, 3) == [2, 3] && [1].slice(1, 1) == []",
        "[[1], [2, 3], []].flatten() == [1, 2, 3] && [[[1]], [[2]]].flatten() == [[1], [2]]",
        "dyn([dyn(1), dyn([2, 3]), dyn([[4]])]).flatten(2) == [1, 2, 3, 4]",
        "dyn([[1]]).flatten(0) == [[1]] && dyn([dyn(1), dyn([2])]).flatten(1) == [1, 2]",
        "[3, 2, 1].sort() == [1, 2, 3] && ['b', 'a'].sort() == ['a', 'b'] && [].sort() == []",
        "[{'n': 2}, {'n': 1}].sortBy(e, e.n) == [{'n': 1}, {'n': 2}]",
        "object.spec.containers.sortBy(c, c.image.size()).map(c, c.name)[0] == 'side'",
        "['bb', 'a', 'cc', 'd'].sortBy(e, e.size()) == ['a', 'd', 'bb', 'cc']",
        "[1, 2, 1, 2].distinct() == [1, 2] && [[1], [1]].distinct() == [[1]]",
        "lists.range(3) == [0, 1, 2] && lists.range(0) == [] && lists.range(-1) == []",
        "[1, 2, 3].reverse() == [3, 2, 1] && [].reverse() == []",
        "sets.contains([1, 2, 3], [3, 1]) && sets.contains([1], []) && !sets.contains([], [1])",
        "sets.equivalent([1, 2, 2], [2, 1]) && !sets.equivalent([1], [1, 2])",
        "sets.intersects([1, 2], [2, 3]) && !sets.intersects([1], []) && !sets.intersects([], [])",
        "{'a': 1, 'b': 2}.transformMap(k, v, v * 2) == {'a': 2, 'b': 4}",
        "{'a': 1, 'b': 2}.transformMap(k, v, v > 1, k) == {'b': 'b'}",
        "['x', 'y'].transformList(i, v, i > 0, v) == ['y']",
        "['x', 'y'].transformMapEntry(i, v, {v: i}) == {'x': 0, 'y': 1}",
        "['x', 'y'].exists(i, v, i == 1 && v == 'y') && ['x'].all(i, v, i == 0)",
        "['x', 'y'].existsOne(i, v, v == 'x')",
      })
  void doWhatTheyAreDocumentedToDo(String expression) throws Exception {
    assertThat(holds(expression)).as(expression).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[].min() | min called on empty list",
        "[].max() | max called on empty list",
        "dyn([1, 'a']).max() | expected type 'int' but found 'string'",
        "dyn([dyn(1), dyn('a')]).max() | no such overload",
        "dyn([dyn(1), dyn('a')]).sum() | no such overload",
        "[9223372036854775807, 1].sum() | integer overflow",
        "[18446744073709551615u, 1u].sum() | unsigned integer overflow",
        "[{}].isSorted() | found no matching overload for 'isSorted' applied to"
            + " 'list(map(dyn, dyn)).()'",
        "[1, 2].slice(-1, 1) | cannot slice(-1, 1), negative indexes not supported",
        "[1, 2].slice(2, 1) | cannot slice(2, 1), start index must be less than or equal to end"
            + " index",
        "[1, 2].slice(0, 3) | cannot slice(0, 3), list is length 2",
        "[[1]].flatten(-1) | level must be non-negative",
        "dyn([[1], [2]]).sort() | list elements must be comparable",
        "dyn([dyn(1), dyn('a')]).sort() | list elements must have the same type",
        "{'a': 1}.sortBy(e, e) | sortBy can only be applied to a list, identifier, comprehension,"
            + " call or select expression",
        "['a', 'a'].transformMapEntry(i, v, {v: i}) | insert failed: key 'a' already exists",
      })
  void fail(String expression, String message) {
    assertThat(message(expression)).as(expression).isEqualTo(message);
  }
}
