/**
 * What an attacker can write: fields that hold what whoever starts a process, names a file or asks a server chooses, and folders that
 * every user can write to. An exclusion that trusts only these can be met on purpose.
 */
import { flattened, type Condition, type ConditionRoot, type Test, type TestValue } from '../conditions/condition.js';

/** An alternative of an exclusion that can be met on purpose. */
interface ForgeableClause {
  readonly clause: Condition;
  /** `process.args` is chosen by whoever starts the process: ends a sentence about the clause. */
  readonly why: string;
}

export interface Exclusion {
  /** The whole `not …`, `!=` or `not in`. */
  readonly condition: Condition;
  /** In source order; none where all it trusts is out of an attacker's reach, or not known to be within it. */
  readonly forgeable: readonly ForgeableClause[];
}

/** The exclusions that a match has to pass, those in alternatives left out. */
export function exclusionsOf({ condition }: ConditionRoot): readonly Exclusion[] {
  return flattened(condition, 'all').flatMap((operand) =>
    operand.kind === 'not' && operand.operand.kind !== 'not' && !isPresence(operand.operand)
      ? [{ condition: operand, forgeable: forgeableIn(operand.operand) }]
      : [],
  );
}

/** `not field: *` asks for a field to be absent, and trusts no value. */
function isPresence(condition: Condition): boolean {
  return condition.kind === 'test' && condition.relation === 'exists';
}

function forgeableIn(excluded: Condition): readonly ForgeableClause[] {
  if (excluded.kind === 'any') return excluded.operands.flatMap(forgeableIn);
  const why = whyForgeable(excluded);
  return why === undefined ? [] : [{ clause: excluded, why }];
}

/** An `and` is met on purpose only where each of its clauses can be. */
function whyForgeable(condition: Condition): string | undefined {
  switch (condition.kind) {
    case 'all': {
      const reasons = condition.operands.map(whyForgeable);
      return reasons.includes(undefined) ? undefined : reasons[0];
    }
    case 'any':
      return condition.operands.map(whyForgeable).find((why) => why !== undefined);
    case 'test':
      return whyTest(condition);
    default:
      return undefined;
  }
}

interface FieldGroup {
  readonly names: RegExp;
  readonly who: string;
}

/** Fields whose text is chosen freely, whatever it is. */
const chosenFields: readonly FieldGroup[] = [
  { names: /^process\.(?:parent\.)?(?:args|command_line|title|env_vars)$/, who: 'whoever starts the process' },
  { names: /^process\.(?:parent\.|entry_leader\.|group_leader\.|session_leader\.)?name$/, who: 'whoever names the program' },
  { names: /^(?:file|dll)\.(?:name|extension)$/, who: 'whoever writes the file' },
  { names: /^user_agent\.|^http\.request\.(?:body|referrer|headers)/, who: 'whoever sends the request' },
  { names: /^url\.(?:original|full|query|path|fragment)$/, who: 'whoever sends the request' },
  { names: /^email\.(?:subject|from\.address|sender\.address|x_mailer)$/, who: 'whoever sends the mail' },
  { names: /^registry\.(?:data\.strings|value)$/, who: 'whoever writes the value' },
];

const pathFields =
  /^(?:process\.(?:parent\.|entry_leader\.|group_leader\.|session_leader\.)?(?:executable|working_directory)|(?:file|dll)\.(?:path|directory))$/;

/** Folders in which every user can put files, wildcards of any kind between their parts. */
const writableFolders: readonly RegExp[] = [
  /^(?:\/private)?\/(?:tmp|var\/tmp)(?:\/|$)/,
  /^\/dev\/shm(?:\/|$)/,
  /^\/run\/user\//,
  /^\/(?:home|Users)\//i,
  /^[a-z?*]:\\+users\\/i,
  /^[a-z?*]:\\+programdata\\/i,
  /^[a-z?*]:\\+(?:windows\\+)?te?mp\\/i,
  /\\(?:appdata|downloads|temp)\\/i,
];

function whyTest(test: Test): string | undefined {
  const { field, relation } = test;
  if (relation !== 'matches') return undefined;
  const chosen = chosenFields.find(({ names }) => names.test(field));
  if (chosen !== undefined) return `\`${field}\` is chosen by ${chosen.who}`;
  if (!pathFields.test(field)) return undefined;
  const writable = test.values.find(isWritable);
  return writable === undefined ? undefined : `every user can put files where \`${shortenedPath(writable.text)}\` looks`;
}

/** A pattern that begins with a wildcard finds the name in any folder. */
function isWritable({ text, pattern }: TestValue): boolean {
  return /^\uE000/.test(pattern) || writableFolders.some((folder) => folder.test(text));
}

function shortenedPath(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
