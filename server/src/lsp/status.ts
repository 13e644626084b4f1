/** Answers what the editor shows of the server: how a rule is checked, and the page of a diagnostic's code. */
import type { Connection } from 'vscode-languageserver';
import { codes } from '../analysis/codes.js';
import { diagnosticPage } from '../analysis/codes/page.js';
import {
  diagnosticPageRequest,
  statusRequest,
  type DiagnosticPageParams,
  type DiagnosticPageResult,
  type StatusParams,
  type StatusResult,
} from '../protocol/status.js';
import type { Models } from './documents.js';
import type { Guard } from './guard.js';
import type { ServerProjects } from './projects.js';
import type { Samples } from './samples.js';

export interface StatusParts {
  readonly connection: Connection;
  readonly models: Models;
  readonly projects: Pick<ServerProjects, 'of' | 'settingsOf'>;
  readonly samples: Pick<Samples, 'of'>;
  readonly guard: Guard;
}

const unknown: StatusResult = { fields: undefined, profile: 'any', folder: undefined, sample: undefined };

export function answerStatus({ connection, models, projects, samples, guard }: StatusParts): void {
  connection.onRequest(statusRequest, ({ rule }: StatusParams) =>
    guard.attempt({ what: 'status', uri: rule }, unknown, async (): Promise<StatusResult> => {
      const [model, { folder }, settings, sample] = await Promise.all([
        models.of(rule),
        projects.of(rule),
        projects.settingsOf(rule),
        samples.of(rule),
      ]);
      if (model === undefined) return { ...unknown, folder, sample };
      const { profile = 'any' } = settings(model.document);
      return { fields: model.catalog.description, profile, folder, sample };
    }),
  );
  connection.onRequest(diagnosticPageRequest, ({ code }: DiagnosticPageParams): DiagnosticPageResult => ({
    page: pageOf(code.toUpperCase()),
  }));
}

function pageOf(code: string): string | undefined {
  const row = codes.find((each) => each.code === code);
  return row === undefined ? undefined : `${diagnosticPage(row)}\n\n## Change it\n\n${changing(code)}\n`;
}

function changing(code: string): string {
  return [
    `- Another level, or none: \`"rulewright.severity": { "${code}": "off" }\` in the settings, or \`severity\` in \`rulewright.config.json\` for all who work on the rules.`,
    `- In one place: the comment \`rulewright-disable ${code}\` on the line above, and the reason after it.`,
    `- For a whole rule: \`rulewright_disable = ["${code}"]\` below \`[metadata.extended]\`.`,
  ].join('\n');
}
