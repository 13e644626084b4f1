/** Command lines taken apart into their arguments, as the two kinds of systems do. */

/**
 * As `CommandLineToArgvW` does: spaces and tabs separate outside of quotes, 2n backslashes before a quote are n and the quote counts, 2n+1 are
 * n and a quote as text. A doubled quote inside quotes is a quote as text and ends them: the older rule, which winlogbeat follows too.
 * https://learn.microsoft.com/en-us/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw
 */
export function windowsArguments(line: string): readonly string[] | undefined {
  if (!line.includes('"')) return listed(line.split(/[ \t]+/).filter((word) => word !== ''));
  const found: string[] = [];
  let argument: string | undefined;
  let isQuoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === '\\') {
      let slashes = 1;
      while (line.charAt(at + 1) === '\\') {
        slashes++;
        at++;
      }
      const isBeforeQuote = line.charAt(at + 1) === '"';
      argument = (argument ?? '') + '\\'.repeat(isBeforeQuote ? slashes >> 1 : slashes);
      if (isBeforeQuote && slashes % 2 === 1) {
        argument += '"';
        at++;
      }
    } else if (character === '"') {
      argument ??= '';
      if (isQuoted && line.charAt(at + 1) === '"') {
        argument += '"';
        at++;
      }
      isQuoted = !isQuoted;
    } else if (!isQuoted && (character === ' ' || character === '\t')) {
      if (argument !== undefined) found.push(argument);
      argument = undefined;
    } else argument = (argument ?? '') + character;
  }
  if (argument !== undefined) found.push(argument);
  return listed(found);
}

function listed(words: readonly string[]): readonly string[] | undefined {
  return words.length === 0 ? undefined : words;
}

/** Split at each white space outside of quotes; the quotes stay. So the Security log's command lines are indexed. */
export function quotedWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < line.length; at++) {
    if (line.charAt(at) === '"') isQuoted = !isQuoted;
    else if (!isQuoted && /\s/.test(line.charAt(at))) {
      words.push(line.slice(start, at));
      start = at + 1;
    }
  }
  words.push(line.slice(start));
  return line.trim() === '' ? undefined : words;
}

/** As a POSIX shell splits words: quotes of both kinds, a backslash takes the next character as it is. Nothing is expanded. */
export function linuxArguments(line: string): readonly string[] | undefined {
  const words = [...line.matchAll(/(?:"(?:[^"\\]|\\[^])*"?|'[^']*'?|\\[^]|[^\s"'\\])+/g)].map(([word]) =>
    word.replace(/"((?:[^"\\]|\\[^])*)"?|'([^']*)'?|\\([^])/g, (_, double?: string, single?: string, escaped?: string) =>
      double === undefined ? (single ?? escaped ?? '') : double.replace(/\\(["\\$`])/g, '$1'),
    ),
  );
  return words.length === 0 ? undefined : words;
}
