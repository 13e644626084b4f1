/** The text that a report of an issue begins with. */
import { expect, it } from 'vitest';
import { issueBody } from '../../client/src/supportWords.js';

it('asks for what happened and names versions, and nothing of the workspace but the number of its folders', () => {
  const facts = { version: '1.2.3', editor: 'Code 1.100.3', host: 'desktop', server: 'running', isTrusted: false, folders: 1 };
  expect(issueBody(facts)).toBe(
    [
      '### What happened',
      '<!-- What you did, what you expected, and what happened instead. -->',
      '### How to see it again',
      '<!-- The shortest rule and event that show it, made up where yours are confidential: nothing of them was added here. -->',
      '### Versions',
      '- Rulewright 1.2.3\n- Code 1.100.3 (desktop)\n- Language server: running\n- Workspace: 1 folder, not trusted',
      '',
    ].join('\n\n'),
  );
});

it.each([
  [0, '0 folders, trusted'],
  [2, '2 folders, trusted'],
])('%i folders', (folders, expected) => {
  const facts = { version: '1.2.3', editor: 'Code', host: 'web', server: 'not running', isTrusted: true, folders };
  expect(issueBody(facts)).toContain(`- Workspace: ${expected}\n`);
});
