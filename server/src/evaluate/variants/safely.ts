/** Tests for counting, which must not end where a search would. */
import { compilePredicate, type EventTest } from '../compile.js';
import { EvaluationError, type Predicate } from '../predicate.js';

/** False where the test would fail the search: that is told elsewhere. */
export function safely(predicate: Predicate): EventTest {
  const test = compilePredicate(predicate);
  return (view) => {
    try {
      return test(view);
    } catch (error) {
      if (error instanceof EvaluationError) return false;
      throw error;
    }
  };
}
