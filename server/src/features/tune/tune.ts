/** Tuning from a hit: the narrowest change of a rule's query that excludes one value of a field, or keeps only that one. */
import { applyEdits, type TextEdit } from '../../base/edit.js';
import { eqlChildren, type EqlNode, type EventQuery, type Expr } from '../../syntax/eql/ast.js';
import type { ParsedEql } from '../../syntax/eql/parse.js';
import { walk } from '../../syntax/tree.js';
import { offsetEdits } from '../queryEdits.js';
import type { RuleModel } from '../ruleModel.js';
import { exceptionItem } from './exceptionItem.js';
import { excludeInEql, keepInEql } from './eqlTuning.js';
import { excludeInKql, keepInKql } from './kqlTuning.js';
import { eqlTest, kqlTest, notPossible, type NotPossible } from './value.js';

export interface TuneWish {
  readonly mode: 'exclude' | 'keep';
  readonly field: string;
  /** As it is shown: numbers and booleans as JSON has them. */
  readonly value: string;
  /** Zero-based place of the event in a sequence or sample, `runs` and missing events counted; the first one without it. */
  readonly stage?: number;
}

interface Tuning {
  readonly ok: true;
  /** The clause as it is written. */
  readonly clause: string;
  /** In offsets of the file. */
  readonly edits: readonly TextEdit[];
  /** The whole file after the edits. */
  readonly text: string;
  /** To be used in place of the edits; undefined where a value is to be kept. */
  readonly exception: string | undefined;
}

/** What to change for it; of a file of several rules only the model's own rule changes. */
export function tune({ document, catalog }: RuleModel, wish: TuneWish): Tuning | NotPossible {
  const region = document.queries.find(({ key }) => key === 'query');
  const parsed = region?.parsed;
  if (region === undefined || parsed === undefined) return notPossible('Only queries in EQL and KQL can be tuned from their matches');
  if (parsed.problems.length > 0) return notPossible('The query has errors, so that nothing can be added to it safely');
  const { field, value, mode } = wish;
  const test = parsed.language === 'eql' ? eqlTest(field, value, namesField(parsed, field), catalog) : kqlTest(field, value, catalog);
  if (!test.ok) return test;
  const { text } = parsed;
  let edits: readonly TextEdit[];
  if (parsed.language === 'kuery') {
    edits = (mode === 'exclude' ? excludeInKql : keepInKql)(parsed.tree, test, text);
  } else {
    const condition = stageOf(parsed, wish.stage)?.condition;
    if (condition === undefined) return notPossible('The query has no stage that this event could be in');
    edits = (mode === 'exclude' ? excludeInEql : keepInEql)(condition, test, text);
  }
  const written = offsetEdits(edits, region);
  if (written === undefined) return notPossible('The string that holds the query cannot hold this value');
  return {
    ok: true,
    clause: mode === 'exclude' ? `not ${test.text}` : test.text,
    edits: written,
    text: applyEdits(document.text, written),
    exception: mode === 'exclude' ? exceptionItem(document.name?.value ?? 'this rule', field, value) : undefined,
  };
}

function namesField({ tree }: ParsedEql, name: string): boolean {
  let found = false;
  walk<EqlNode>(tree, eqlChildren, (node) => {
    found ||= node.kind === 'field' && node.name === name && !node.optional;
  });
  return found;
}

/** The event query that an event at this place has passed. */
function stageOf({ tree: { body } }: ParsedEql, stage: number | undefined): (EventQuery & { readonly condition: Expr }) | undefined {
  if (body.kind === 'eventQuery') return body;
  if (body.kind !== 'sequence' && body.kind !== 'sample') return undefined;
  const stages = body.items.flatMap((item) => Array.from({ length: item.runs?.count ?? 1 }, () => item));
  const item = stage === undefined ? stages.find(({ missingEvent }) => !missingEvent) : stages[stage];
  return item?.query.kind === 'eventQuery' ? item.query : undefined;
}
