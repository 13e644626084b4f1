/**
 * A check as annotations of GitHub Actions, shown beside the lines of a pull request.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
import { LineIndex } from '../../base/lines.js';
import type { Severity } from '../../base/problem.js';
import type { CheckedFile, CheckWriter } from '../report.js';
import type { Terminal } from '../terminal.js';

const commands: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

export function createGithubCheckWriter(terminal: Terminal): CheckWriter {
  return {
    report({ files, unread }) {
      for (const file of files) terminal.write(annotationsOf(file));
      for (const { path, message } of unread) terminal.write(`::error file=${property(path)}::${data(message)}\n`);
    },
    fault: ({ message }) => terminal.write(`::error::${data(message)}\n`),
  };
}

function annotationsOf({ path, document, diagnostics }: CheckedFile): string {
  const lines = new LineIndex(document.text);
  return diagnostics
    .map(({ code, severity, message, span }) => {
      const start = lines.positionAt(span.start);
      const end = lines.positionAt(span.end);
      // The end column is inclusive there, and only read where the annotation stays on one line.
      const columns =
        start.line === end.line ? `,col=${start.character + 1},endColumn=${Math.max(start.character + 1, end.character)}` : '';
      const place = `file=${property(path)},line=${start.line + 1},endLine=${end.line + 1}${columns}`;
      return `::${commands[severity]} ${place},title=${property(code)}::${data(message)}\n`;
    })
    .join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
