/** The functions of EQL, their arguments as placeholders. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { eqlFunctions, signatureOf, type EqlFunction } from '../../schema/functions.js';
import { type Candidate, type Insertion, type Surroundings, typed } from './candidate.js';

/** First where the user began to type their name, else after the fields. */
export function functionCandidates(surroundings: Surroundings): readonly Candidate[] {
  const begun = typed(surroundings).toLowerCase();
  return all.map((candidate) => ({
    ...candidate,
    rank: begun !== '' && candidate.label.toLowerCase().startsWith(begun) ? 0 : afterFields,
  }));
}

const afterFields = 500;

const all: readonly Candidate[] = eqlFunctions.flatMap((row) => [
  candidateOf(row, row.name),
  ...(row.caseInsensitiveForm ? [candidateOf(row, `${row.name}~`)] : []),
]);

function candidateOf(row: EqlFunction, name: string): Candidate {
  return {
    label: name,
    kind: CompletionItemKind.Function,
    insertion: callOf(row, name),
    rank: afterFields,
    detail: signatureOf(row),
    documentation: describeFunction(row),
  };
}

function callOf({ parameters }: EqlFunction, name: string): Insertion {
  const required = parameters.filter(({ optional }) => optional !== true);
  const arguments_ = required.flatMap((parameter, index) => [...(index === 0 ? [] : [', ']), { placeholder: parameter.name }]);
  return [`${name}(`, ...arguments_, ')'];
}

/** Markdown for hover and completion. */
export function describeFunction({ summary, example }: EqlFunction): string {
  return `${summary}\n\nExample: \`${example}\``;
}
