/** The analysis of a rule as diagnostics of the Language Server Protocol. */
import { DiagnosticSeverity, DiagnosticTag, type Diagnostic as LspDiagnostic } from 'vscode-languageserver-types';
import { analyze, type AnalysisSettings } from '../analysis/analyze.js';
import type { Diagnostic, Problem, Severity } from '../base/problem.js';
import type { RuleDocument } from '../rule/ruleDocument.js';
import { isTestFile } from '../rule/testNames.js';
import { readTestFile } from '../ruleTests/readTestFile.js';
import { toRange } from './convert.js';
import type { RuleModel } from './ruleModel.js';
import { testTextDiagnostics } from './testFileDiagnostics.js';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** A diagnostic of ours and how it was shown. */
export interface ShownDiagnostic {
  readonly diagnostic: Diagnostic;
  readonly shown: LspDiagnostic;
}

/** The same for all rules of the file, or for each its own. */
export type RuleSettings = AnalysisSettings | ((document: RuleDocument) => AnalysisSettings);

export function settingsFor(settings: RuleSettings, document: RuleDocument): AnalysisSettings {
  return typeof settings === 'function' ? settings(document) : settings;
}

/** What is wrong with a rule beside the others of its repository, or with a test file beside the files that it names. */
export type BesideOthers = (document: RuleDocument, settings: AnalysisSettings) => readonly Problem[];

/** All diagnostics of the file's rules, in the order of the file; none for a file that is no rule. */
export function diagnosticsOf(model: RuleModel, settings: RuleSettings, besideOthers?: BesideOthers): readonly ShownDiagnostic[] {
  if (isTestFile(model.uri)) return testFileDiagnostics(model, settings, besideOthers);
  return model.rules.flatMap((rule) => {
    const own = settingsFor(settings, rule.document);
    const beside = besideOthers?.(rule.document, own) ?? [];
    return analyze(rule.document, { ...rule, beside }, own).map((diagnostic) => ({ diagnostic, shown: show(diagnostic, model) }));
  });
}

/** A file of rule tests is no rule, whatever stands in it. */
function testFileDiagnostics(model: RuleModel, settings: RuleSettings, besideOthers?: BesideOthers): readonly ShownDiagnostic[] {
  const reading = readTestFile(model.uri, model.document.text);
  const beside = besideOthers?.(model.document, settingsFor(settings, model.document)) ?? [];
  const found = testTextDiagnostics(reading, model, (document) => settingsFor(settings, document), beside);
  return found.map((diagnostic) => ({ diagnostic, shown: show(diagnostic, model) }));
}

function show({ code, span, message, severity, fixes, related, unnecessary }: Diagnostic, { uri, lines }: RuleModel): LspDiagnostic {
  return {
    range: toRange(lines, span),
    severity: severities[severity],
    code,
    source: 'rulewright',
    message,
    ...(unnecessary === true ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related === undefined
      ? {}
      : {
          relatedInformation: related.map(({ span: place, message: about, file }) => ({
            location: file ?? { uri, range: toRange(lines, place) },
            message: about,
          })),
        }),
    // What can be done about it, for clients that show it without asking for code actions.
    ...(fixes === undefined || fixes.length === 0 ? {} : { data: { fixes: fixes.map(({ title }) => title) } }),
  };
}
