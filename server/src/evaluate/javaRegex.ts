/**
 * Java's regular expressions as tests for whole values: what Elasticsearch uses where a computed value is tested, as in
 * `substring(process.name, 0, 3) regex "…"`. They are rewritten for RE2, whose matching takes linear time.
 * https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/regex/Pattern.html
 */
import { RE2JS } from 're2js';
import type { CompiledRegex } from './luceneRegex.js';
import type { WildcardPattern } from './predicate.js';
import type { TextTest } from './text.js';

/** All but Java's line ends, which `.` does not match there. */
const anyCharacter = '[^\\n\\r\\x{85}\\x{2028}\\x{2029}]';

/** A test for values that match `pattern` as a whole. */
export function compileJavaRegex(pattern: string, caseInsensitive: boolean): CompiledRegex {
  const source = translate(pattern);
  if (typeof source !== 'string') return { ok: false, reason: 'unsupported', ...source };
  try {
    const compiled = RE2JS.compile(source, caseInsensitive ? RE2JS.CASE_INSENSITIVE : 0);
    return { ok: true, test: (text) => compiled.testExact(text) };
  } catch (error) {
    const detail = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
    return { ok: false, reason: 'invalid', message: `The pattern is not a valid regular expression (${detail})`, offset: 0 };
  }
}

/** Wildcards on computed values run as Java patterns too: `*` and `?` stop at line ends there. */
export function compileScriptWildcards(patterns: readonly WildcardPattern[], caseInsensitive: boolean): TextTest {
  const sources = patterns.map((pattern) =>
    pattern
      .map((piece) => (piece.kind === 'text' ? RE2JS.quote(piece.text) : piece.kind === 'run' ? `${anyCharacter}*` : anyCharacter))
      .join(''),
  );
  const compiled = RE2JS.compile(`(?:${sources.join('|')})`, caseInsensitive ? RE2JS.CASE_INSENSITIVE : 0);
  return (text) => compiled.testExact(text);
}

interface Unsupported {
  readonly message: string;
  readonly offset: number;
}

interface Rewrite {
  readonly shape: RegExp;
  /** Undefined for what cannot be said in RE2. */
  readonly to: (found: string) => string | undefined;
  readonly name: string;
}

/** What RE2 lacks or means otherwise, in the order in which it is tried at each place; the last row takes any character. */
const rewrites: readonly Rewrite[] = [
  { shape: /\\Q[^]*?(?:\\E|$)/y, to: (found) => RE2JS.quote(found.slice(2).replace(/\\E$/, '')), name: 'Quoted text' },
  { shape: /\\u[0-9a-fA-F]{4}/y, to: (found) => `\\x{${found.slice(2)}}`, name: 'A character code' },
  { shape: /\\s/y, to: () => '[\\t\\n\\x0B\\f\\r ]', name: 'White space' },
  { shape: /\\[1-9k]/y, to: () => undefined, name: 'A back-reference' },
  { shape: /\\[ZGRXhHvVNec]/y, to: () => undefined, name: 'This escape' },
  { shape: /\\[^]/y, to: (found) => found, name: 'An escape' },
  { shape: /\(\?(?:<?[=!]|>)/y, to: () => undefined, name: 'A look-around or atomic group' },
  { shape: /[*+?}]\+/y, to: () => undefined, name: 'A possessive quantifier' },
  { shape: /\[\^?\]?(?:\\[^]|[^\]\\])*\]?/y, to: characterClass, name: 'A character class inside another' },
  { shape: /\./y, to: () => anyCharacter, name: 'Any character' },
  { shape: /[^]/y, to: (found) => found, name: 'A character' },
];

function translate(pattern: string): string | Unsupported {
  let result = '';
  let at = 0;
  while (at < pattern.length) {
    for (const { shape, to, name } of rewrites) {
      shape.lastIndex = at;
      const found = shape.exec(pattern)?.[0];
      if (found === undefined) continue;
      const text = to(found);
      if (text === undefined) return { message: `${name} is not evaluated here`, offset: at };
      result += text;
      at += found.length;
      break;
    }
  }
  return result;
}

function characterClass(found: string): string | undefined {
  if (/&&|[^\\]\[(?!:)/.test(found)) return undefined;
  return found.replace(/\\u([0-9a-fA-F]{4})/g, '\\x{$1}').replace(/\\s/g, '\\t\\n\\x0B\\f\\r ');
}
