/** Checked files for the tests of the writers. */
import type { Diagnostic } from '../../../server/src/base/problem.js';
import type { CheckedFile, CheckReport, CheckWriter } from '../../../server/src/cli/report.js';
import type { Terminal } from '../../../server/src/cli/terminal.js';
import { openRules } from '../../../server/src/rule/openText.js';
import { testTerminal } from '../testTerminal.js';

/** A bare query with a diagnostic at a part of it. */
function checked(path: string, text: string, ...found: readonly (Partial<Diagnostic> & { readonly at: string })[]): CheckedFile {
  const [document] = openRules(text, { uri: `file:///project/${path}` });
  const diagnostics = found.map(({ at, ...parts }) => {
    const start = text.indexOf(at);
    return { code: 'QRY001', severity: 'error' as const, message: 'It is wrong', span: { start, end: start + at.length }, ...parts };
  });
  return { path, document, diagnostics };
}

/** One file of each kind, with what is hard to write. */
export const report: CheckReport = {
  files: [
    checked('good.eql', 'process where true'),
    checked(
      'rules/a b.eql',
      'process where\n  a == "x" and\n  b == <&>',
      { at: '<&>', message: 'Not "<&>" \u0001, 100%\nnor more' },
      {
        at: 'a ==',
        code: 'QRY002',
        severity: 'warning',
        fixes: [{ title: 'Replace by `c`', edits: [{ span: { start: 16, end: 17 }, newText: 'c' }] }],
        related: [{ span: { start: 0, end: 7 }, message: 'the category' }],
      },
      { at: 'where\n  a', code: 'QRY005', severity: 'hint' },
    ),
  ],
  unread: [{ path: 'gone.toml', message: 'There is no file gone.toml' }],
  milder: 0,
  repairs: { fixes: 0, files: 0 },
};

export function written(create: (terminal: Terminal) => CheckWriter, write: (writer: CheckWriter) => void): string {
  const terminal = testTerminal();
  write(create(terminal));
  return terminal.output();
}
