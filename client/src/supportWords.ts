/** The text that a report of an issue begins with. In English in every language of the editor: those who read it may not know the other. */

export interface IssueFacts {
  readonly version: string;
  /** The program and its version. */
  readonly editor: string;
  /** Where it runs. */
  readonly host: string;
  readonly server: string;
  readonly isTrusted: boolean;
  readonly folders: number;
}

export function issueBody({ version, editor, host, server, isTrusted, folders }: IssueFacts): string {
  return [
    '### What happened',
    '<!-- What you did, what you expected, and what happened instead. -->',
    '### How to see it again',
    '<!-- The shortest rule and event that show it, made up where yours are confidential: nothing of them was added here. -->',
    '### Versions',
    [
      `- Rulewright ${version}`,
      `- ${editor} (${host})`,
      `- Language server: ${server}`,
      `- Workspace: ${folders} folder${folders === 1 ? '' : 's'}, ${isTrusted ? 'trusted' : 'not trusted'}`,
    ].join('\n'),
    '',
  ].join('\n\n');
}
