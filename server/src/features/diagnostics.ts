/** The analysis of a rule as diagnostics of the Language Server Protocol. */
import { DiagnosticSeverity, DiagnosticTag, type Diagnostic as LspDiagnostic } from 'vscode-languageserver-types';
import { analyze, type AnalysisSettings } from '../analysis/analyze.js';
import type { Diagnostic, Severity } from '../base/problem.js';
import { toRange } from './convert.js';
import type { RuleModel } from './ruleModel.js';

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

/** All diagnostics of the rule, in the order of the file; none for a file that is no rule. */
export function diagnosticsOf(model: RuleModel, settings: AnalysisSettings): readonly ShownDiagnostic[] {
  return analyze(model.document, model, settings).map((diagnostic) => ({ diagnostic, shown: show(diagnostic, model) }));
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
      : { relatedInformation: related.map((place) => ({ location: { uri, range: toRange(lines, place.span) }, message: place.message })) }),
    // What can be done about it, for clients that show it without asking for code actions.
    ...(fixes === undefined || fixes.length === 0 ? {} : { data: { fixes: fixes.map(({ title }) => title) } }),
  };
}
