/** The files that a test file names and that are not there. */
import type { Host } from '../base/host.js';
import type { Problem } from '../base/problem.js';
import type { Span } from '../base/span.js';
import { nameOf } from '../base/fileName.js';
import { findRule } from './findRule.js';
import type { TestFileReading } from './readTestFile.js';

/** One problem for each place that names such a file; code `REP005`. */
export async function missingFiles({ file, ruleSpan }: TestFileReading, host: Pick<Host, 'exists'>): Promise<readonly Problem[]> {
  const named = new Map<string, { readonly uri: string; readonly span: Span }>();
  for (const { events, history, indicators } of file.cases) {
    for (const each of [...events, ...history, ...indicators]) if (each.kind === 'file') named.set(`${each.span.start}`, each);
  }
  const problems: Problem[] = [];
  const rule = await findRule(file, host);
  if (!(await host.exists(rule))) {
    const right =
      ruleSpan === undefined
        ? 'put it beside the tests, or name it with `rule = "…"`'
        : 'name the file of a rule, from the folder of the tests on';
    const span = ruleSpan ?? { start: 0, end: Math.min(1, file.text.length) };
    problems.push({ code: 'REP005', span, message: `There is no rule ${nameOf(rule)}; ${right}` });
  }
  if (file.mapping?.value.kind === 'file' && !(await host.exists(file.mapping.value.uri))) {
    const right = 'name one from the folder of the tests on, or a mapping that there is';
    problems.push({
      code: 'REP005',
      span: file.mapping.span,
      message: `There is no mapping file ${nameOf(file.mapping.value.uri)}; ${right}`,
    });
  }
  for (const { uri, span } of named.values()) {
    if (await host.exists(uri)) continue;
    problems.push({ code: 'REP005', span, message: `There is no event file ${nameOf(uri)}; name one from the folder of the tests on` });
  }
  return problems;
}
