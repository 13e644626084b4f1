/** Java's regular expressions and wildcards as tests for whole values: what Elasticsearch uses where a computed value is tested. */
import { RE2JS } from 're2js';
import { anyJavaCharacter, javaToRe2, re2Failure } from '../syntax/eql/javaSyntax.js';
import type { CompiledRegex } from './luceneRegex.js';
import type { WildcardPattern } from './predicate.js';
import type { TextTest } from './text.js';

/** A test for values that match `pattern` as a whole. */
export function compileJavaRegex(pattern: string, caseInsensitive: boolean): CompiledRegex {
  const source = javaToRe2(pattern);
  if (typeof source !== 'string') return { ok: false, reason: 'unsupported', ...source };
  try {
    const compiled = RE2JS.compile(source, caseInsensitive ? RE2JS.CASE_INSENSITIVE : 0);
    return { ok: true, test: (text) => compiled.testExact(text) };
  } catch (error) {
    return { ok: false, ...re2Failure(error), offset: 0 };
  }
}

/** Wildcards on computed values run as Java patterns too: `*` and `?` stop at line ends there. */
export function compileScriptWildcards(patterns: readonly WildcardPattern[], caseInsensitive: boolean): TextTest {
  const sources = patterns.map((pattern) =>
    pattern
      .map((piece) => (piece.kind === 'text' ? RE2JS.quote(piece.text) : piece.kind === 'run' ? `${anyJavaCharacter}*` : anyJavaCharacter))
      .join(''),
  );
  const compiled = RE2JS.compile(`(?:${sources.join('|')})`, caseInsensitive ? RE2JS.CASE_INSENSITIVE : 0);
  return (text) => compiled.testExact(text);
}
