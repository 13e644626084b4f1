/**
 * Java's regular expressions, which Elasticsearch tests computed values with, as in `substring(process.name, 0, 3) regex "…"`: rewritten
 * for RE2, whose matching takes linear time.
 * https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/regex/Pattern.html
 */

/** All but Java's line ends, which `.` does not match there. */
export const anyJavaCharacter = '[^\\n\\r\\x{85}\\x{2028}\\x{2029}]';

/** Text that stands for itself. */
const quoted = (text: string): string => text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');

/** Failures to compile that Java has too; others are limits of RE2. */
const invalidInJava = /^(?:missing closing [)\]]|unexpected \)|trailing backslash|missing argument to repetition)/;

/** What RE2 says of a rewritten pattern that it cannot compile, as said to users. */
export function re2Failure(error: unknown): { readonly reason: 'invalid' | 'unsupported'; readonly message: string } {
  const detail = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
  if (invalidInJava.test(detail)) return { reason: 'invalid', message: `The pattern is not a valid regular expression (${detail})` };
  return { reason: 'unsupported', message: `The pattern is not evaluated here (${detail})` };
}

/** What of a pattern cannot be said in RE2. */
export interface Unsupported {
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
  { shape: /\\Q[^]*?(?:\\E|$)/y, to: (found) => quoted(found.slice(2).replace(/\\E$/, '')), name: 'Quoted text' },
  { shape: /\\u[0-9a-fA-F]{4}/y, to: (found) => `\\x{${found.slice(2)}}`, name: 'A character code' },
  { shape: /\\s/y, to: () => '[\\t\\n\\x0B\\f\\r ]', name: 'White space' },
  { shape: /\\[1-9k]/y, to: () => undefined, name: 'A back-reference' },
  { shape: /\\[ZGRXhHvVNec]/y, to: () => undefined, name: 'This escape' },
  { shape: /\\[^]/y, to: (found) => found, name: 'An escape' },
  { shape: /\(\?(?:<?[=!]|>)/y, to: () => undefined, name: 'A look-around or atomic group' },
  { shape: /[*+?}]\+/y, to: () => undefined, name: 'A possessive quantifier' },
  { shape: /\[\^?\]?(?:\\[^]|[^\]\\])*\]?/y, to: characterClass, name: 'A character class inside another' },
  { shape: /\./y, to: () => anyJavaCharacter, name: 'Any character' },
  { shape: /[^]/y, to: (found) => found, name: 'A character' },
];

/** The pattern in RE2's syntax, to match whole values with. */
export function javaToRe2(pattern: string): string | Unsupported {
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
