/** The functions of EQL, their arguments as placeholders. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { eqlFunctions, signatureOf, type ArgumentType, type EqlFunction, type Parameter } from '../../schema/functions.js';
import { type Candidate, type Insertion, type Surroundings, typed } from './candidate.js';

/** First where the user began to type their name, else after the fields. `accepts`: only those whose result suits as such an argument. */
export function functionCandidates(surroundings: Surroundings, accepts: ArgumentType = 'any'): readonly Candidate[] {
  const begun = typed(surroundings).toLowerCase();
  const suiting = all.filter(({ result }) => suits(result, accepts));
  // The arguments of the function that stood here stay.
  const hasArguments = surroundings.text.startsWith('(', surroundings.end);
  return suiting.map(({ candidate }) => ({
    ...candidate,
    ...(hasArguments ? { insertion: [candidate.label] } : {}),
    rank: begun !== '' && candidate.label.toLowerCase().startsWith(begun) ? 0 : afterFields,
  }));
}

const afterFields = 500;

const all: readonly { readonly candidate: Candidate; readonly result: EqlFunction['result'] }[] = eqlFunctions.flatMap((row) =>
  (row.caseInsensitiveForm ? [row.name, `${row.name}~`] : [row.name]).map((name) => ({
    candidate: candidateOf(row, name),
    result: row.result,
  })),
);

/** What a function calls a number may be whole. No function gives an IP address. */
function suits(result: EqlFunction['result'], accepts: ArgumentType): boolean {
  if (accepts === 'number' || accepts === 'integer') return result === 'number' || result === 'integer';
  return accepts === 'any' || result === accepts;
}

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
  const arguments_ = required.flatMap((parameter, index) => [...(index === 0 ? [] : [', ']), ...argumentOf(parameter)]);
  return [`${name}(`, ...arguments_, ')'];
}

/** A text that has to be a constant stands in quotes. */
function argumentOf({ name, type, constant }: Parameter): Insertion {
  const placeholder = { placeholder: name };
  return type === 'string' && constant === true ? ['"', placeholder, '"'] : [placeholder];
}

/** Markdown for hover and completion. */
export function describeFunction({ summary, example }: EqlFunction): string {
  return `${summary}\n\nExample: \`${example}\``;
}
